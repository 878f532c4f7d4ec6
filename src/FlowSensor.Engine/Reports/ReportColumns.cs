using System.Globalization;
using FlowSensor.Engine.Capturing;

namespace FlowSensor.Engine.Reports;

/// <summary>Reports as comma separated values: names of the columns, and a report's cells.</summary>
public static class ReportColumns
{
    /// <summary>Columns of sources.</summary>
    public static IReadOnlyList<string> Sources { get; } = ["service", "direction", "source", "flows", "packets", "octets", "destinations"];

    /// <summary>Columns of groups.</summary>
    public static IReadOnlyList<string> Groups { get; } = ["service", "direction", "by", "name", "flows", "packets", "octets"];

    /// <summary>Columns of bands.</summary>
    public static IReadOnlyList<string> Buckets { get; } = ["service", "direction", "by", "band", "keys", "flows", "packets", "octets", "key_ratio", "octet_ratio"];

    /// <summary>Columns of exporters.</summary>
    public static IReadOnlyList<string> Exporters { get; } =
        ["exporter", "version", "domain", "datagrams", "decoded", "dropped", "records", "sequence_lost", "sampling", "duplicates"];

    /// <summary>Columns of interfaces.</summary>
    public static IReadOnlyList<string> Interfaces { get; } = ["interface", "seen", "delivered", "kernel_dropped", "queue_full", "interface_dropped"];

    /// <summary>Columns of hosts by kind and month.</summary>
    public static IReadOnlyList<string> Months { get; } = ["month", "kind", "hosts"];

    /// <summary>Cells of a source.</summary>
    public static IReadOnlyList<string> Of(SourceReport row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return [row.Service, row.Direction, row.Source, Plain(row.Flows), Plain(row.Packets), Plain(row.Octets), Plain(row.Destinations)];
    }

    /// <summary>Cells of a group.</summary>
    public static IReadOnlyList<string> Of(GroupReport row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return [row.Service, row.Direction, row.By, row.Name, Plain(row.Flows), Plain(row.Packets), Plain(row.Octets)];
    }

    /// <summary>Cells of a band.</summary>
    public static IReadOnlyList<string> Of(BucketReport row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return
        [
            row.Service, row.Direction, row.By, row.Band, Plain(row.Keys), Plain(row.Flows), Plain(row.Packets), Plain(row.Octets), Plain(row.KeyRatio), Plain(row.OctetRatio),
        ];
    }

    /// <summary>Cells of an exporter.</summary>
    public static IReadOnlyList<string> Of(ExporterReport row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return
        [
            row.Exporter, Plain(row.Version), Plain(row.Domain), Plain(row.Datagrams), Plain(row.Decoded), Plain(row.Dropped?.Values.Sum() ?? 0), Plain(row.Records),
            Plain(row.SequenceLost), Plain(row.Sampling), Plain(row.Duplicates ?? 0),
        ];
    }

    /// <summary>Cells of an interface.</summary>
    public static IReadOnlyList<string> Of(InterfaceCounters row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return [row.Interface, Plain(row.Seen), Plain(row.Delivered), Plain(row.KernelDropped), Plain(row.QueueFull), Plain(row.InterfaceDropped)];
    }

    private static string Plain(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture) ?? "";
}
