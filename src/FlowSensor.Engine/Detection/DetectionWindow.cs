using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Detection;

/// <summary>A window, closed or open, with what rules need beside it.</summary>
internal sealed class DetectionWindow
{
    /// <summary>The window.</summary>
    public required ClosedWindow Window { get; init; }

    /// <summary>True while the window takes records: then the window before counts, too, where both lie within the length of one.</summary>
    public bool IsOpen { get; init; }

    /// <summary>What packets told; null where none are seen.</summary>
    public WireWindow? Wire { get; init; }

    /// <summary>Its place in the week, by the local clock.</summary>
    public required HourOfWeek Hour { get; init; }

    /// <summary>Observed time at its end.</summary>
    public required ObservedTime Time { get; init; }

    /// <summary>Known mail servers and resolvers.</summary>
    public required ServerProfiles Servers { get; init; }

    /// <summary>Takes what rules find.</summary>
    public required IncidentTracker Tracker { get; init; }

    /// <summary>What each traffic class is looked at for.</summary>
    public required ClassUse[] Uses { get; init; }

    /// <summary>Start of the window, Unix milliseconds.</summary>
    public long Start => Window.Start;

    /// <summary>Length of the window over a minute: thresholds are given for the default window and grow with it.</summary>
    public double Minutes => (Window.End - Window.Start) / 60_000.0;

    /// <summary>The next hop of a number.</summary>
    public IpAddress NextHop(ushort number) => Window.Tables.Pools.NextHops[number];

    /// <summary>The exporter of a number in a row; -1 for none.</summary>
    public static int Exporter(ushort number) => number == SourceRow.NoExporter ? -1 : number;

    /// <summary>True for flows of the sensor's own meter: then packets told more of them, and flows alone are not judged by their shape.</summary>
    public static bool IsMetered(in SourceSums sums, WireWindow? wire) => wire is not null && sums.Exporter == SourceRow.NoExporter;

    /// <summary>Flows of a host that may have been connections: neither bare SYN nor DNS nor ICMP.</summary>
    public ulong Connections(IpAddress host) => Sum(host, ClassUse.Connection, static row => row.Flows);

    /// <summary>Packets of a host to where UDP services that amplify could be: DNS, and what is of no service.</summary>
    public ulong Questions(IpAddress host) => Sum(host, ClassUse.Question, static row => row.Packets);

    private ulong Sum(IpAddress host, ClassUse use, Func<SourceRow, ulong> of)
    {
        SourceTable sources = Window.Tables.Sources;
        if (!sources.TryFindHead(host, out uint head))
        {
            return 0;
        }

        ulong sum = 0;
        SourceRowCursor rows = sources.RowsOf(head);
        while (rows.MoveNext())
        {
            sum += (Uses[rows.Class] & use) != 0 ? of(sources[rows.Row]) : 0;
        }

        return sum;
    }
}
