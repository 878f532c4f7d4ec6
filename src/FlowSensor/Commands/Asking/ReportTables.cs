using FlowSensor.Commands.Printing;
using FlowSensor.Engine.Reports;

namespace FlowSensor.Commands.Asking;

/// <summary>The tables of sources, distributions, services and exporters.</summary>
internal static class ReportTables
{
    /// <summary>One table of sources for each service and direction.</summary>
    /// <param name="rows">The sources.</param>
    /// <param name="time">The time they speak about; empty to leave it out.</param>
    public static void WriteSources(IReadOnlyList<SourceReport> rows, string time)
    {
        foreach (IGrouping<(string Service, string Direction), SourceReport> group in rows.GroupBy(static row => (row.Service, row.Direction)))
        {
            TableOutput.Write(
                Title(group.Key.Service, group.Key.Direction, "top sources", time),
                ["Source", ">Flows", ">Packets", ">Octets", ">B/packet", ">Destinations"],
                group.Select(static row => (IReadOnlyList<string>)
                [
                    row.Source, TableOutput.Number(row.Flows), TableOutput.Number(row.Packets), TableOutput.Octets(row.Octets),
                    row.Packets == 0 ? "-" : TableOutput.Number(row.Octets / row.Packets), TableOutput.Number(row.Destinations),
                ]));
        }
    }

    /// <summary>One distribution table for each service, direction and subject.</summary>
    /// <param name="rows">Bands with their ratios.</param>
    /// <param name="time">The time they speak about; empty to leave it out.</param>
    public static void WriteBuckets(IReadOnlyList<BucketReport> rows, string time)
    {
        foreach (IGrouping<(string Service, string Direction, string By), BucketReport> group in rows.GroupBy(static row => (row.Service, row.Direction, row.By)))
        {
            bool pairs = group.Key.By == "pair";
            TableOutput.Write(
                Title(group.Key.Service, group.Key.Direction, pairs ? "flows of a pair (source, destination)" : "flows of a source", time),
                ["Flows", pairs ? ">Pairs" : ">Sources", ">Ratio", ">Sum of flows", ">Octets", ">Octet ratio"],
                group.Select(static row => (IReadOnlyList<string>)
                [
                    row.Band, TableOutput.Number(row.Keys), TableOutput.Percent(row.KeyRatio ?? 0, 2), TableOutput.Number(row.Flows), TableOutput.Octets(row.Octets),
                    TableOutput.Percent(row.OctetRatio ?? 0, 1),
                ]));
        }
    }

    /// <summary>One table of groups for each service, direction and kind.</summary>
    /// <param name="rows">The groups.</param>
    /// <param name="time">The time they speak about; empty to leave it out.</param>
    public static void WriteGroups(IReadOnlyList<GroupReport> rows, string time)
    {
        foreach (IGrouping<(string Service, string Direction, string By), GroupReport> group in rows.GroupBy(static row => (row.Service, row.Direction, row.By)))
        {
            bool hops = group.Key.By == "next_hop";
            TableOutput.Write(
                Title(group.Key.Service, group.Key.Direction, hops ? "by next hop" : "by institution of the source", time),
                [hops ? "Next hop" : "Institution", ">Flows", ">Packets", ">Octets"],
                group.Select(static row => (IReadOnlyList<string>)
                    [row.Name, TableOutput.Number(row.Flows), TableOutput.Number(row.Packets), TableOutput.Octets(row.Octets)]));
        }
    }

    /// <summary>The table of services.</summary>
    public static void WriteServices(IReadOnlyList<ServiceReport> rows) => TableOutput.Write(
        "Services",
        ["Service", "Direction", ">Flows", ">Packets", ">Octets", ">Sources", ">Pairs"],
        rows.Select(static row => (IReadOnlyList<string>)
        [
            row.Service, row.Direction, TableOutput.Number(row.Flows), TableOutput.Number(row.Packets), TableOutput.Octets(row.Octets), TableOutput.Number(row.Sources),
            row.Pairs is long pairs ? TableOutput.Number(pairs) : "",
        ]));

    /// <summary>The table of exporters.</summary>
    /// <param name="rows">The exporters.</param>
    /// <param name="time">The time they speak about; empty to leave it out.</param>
    public static void WriteExporters(IReadOnlyList<ExporterReport> rows, string time)
    {
        // A replay has one ledger for all, so that the column would be empty.
        bool hasDrops = rows.Any(static row => row.Dropped is not null);
        string[] drops = hasDrops ? [">Dropped"] : [];
        bool hasDuplicates = rows.Any(static row => row.Duplicates is not null);
        string[] duplicates = hasDuplicates ? [">Duplicates"] : [];
        TableOutput.Write(
            time.Length == 0 ? "Exporters" : $"Exporters, {time}",
            ["Exporter", "Format", ">Domain", ">Datagrams", .. drops, ">Records", .. duplicates, ">Lost", ">Sampling"],
            rows.Select(row => (IReadOnlyList<string>)
            [
                row.Exporter, Format(row.Version), TableOutput.Plain(row.Domain), TableOutput.Number(row.Datagrams),
                .. hasDrops ? [Drops(row.Dropped)] : Array.Empty<string>(),
                TableOutput.Number(row.Records), .. hasDuplicates ? [TableOutput.Number(row.Duplicates ?? 0)] : Array.Empty<string>(),
                TableOutput.Number(row.SequenceLost), row.Sampling is long sampling ? $"1 in {TableOutput.Number(sampling)}" : "unknown",
            ]));
    }

    private static string Drops(IReadOnlyDictionary<string, long>? dropped) =>
        dropped is null ? "" : string.Join(", ", dropped.Select(static drop => $"{drop.Key} {TableOutput.Number(drop.Value)}").DefaultIfEmpty("0"));

    private static string Format(int version) => version switch
    {
        0 => "-",
        10 => "IPFIX",
        105 => "sFlow",
        _ => $"v{version}",
    };

    private static string Title(string service, string direction, string what, string time)
    {
        string subject = direction == "any" ? service : $"{service} {direction}";
        return time.Length == 0 ? $"{subject}: {what}" : $"{subject}: {what}, {time}";
    }
}
