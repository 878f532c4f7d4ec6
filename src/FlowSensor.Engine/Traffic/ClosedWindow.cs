namespace FlowSensor.Engine.Traffic;

/// <summary>One window of event time that takes no more records.</summary>
public sealed class ClosedWindow : TrafficSpan
{
    internal ClosedWindow(TrafficWindow window, TrafficTables tables)
        : base(tables)
    {
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
}
