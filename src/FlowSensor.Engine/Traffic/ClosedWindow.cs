namespace FlowSensor.Engine.Traffic;

/// <summary>One window of event time that takes no more records.</summary>
public sealed class ClosedWindow : TrafficSpan
{
    internal ClosedWindow(TrafficWindow window, TrafficTables tables, ProbeTable? before = null)
        : base(tables)
    {
        Before = before;
        Start = window.Start;
        End = window.End;
        Probes = window.Probes;
    }

    /// <summary>Start of the window, Unix milliseconds.</summary>
    public long Start { get; }

    /// <summary>End of the window (exclusive), Unix milliseconds.</summary>
    public long End { get; }

    /// <summary>Flows that speak for floods, scans or reflection; null where nobody looks at them.</summary>
    internal ProbeTable? Probes { get; }

    /// <summary>Those of the window before, while this one takes records; null when it is closed, and where none precedes it.</summary>
    internal ProbeTable? Before { get; }

    /// <summary>True for the last look into a window that takes no more records: what it says of itself alone follows at once.</summary>
    internal bool IsClosing { get; init; }
}
