namespace FlowSensor.Engine.Traffic;

/// <summary>One window of event time that takes no more records.</summary>
public sealed class ClosedWindow : TrafficSpan
{
    private readonly ClosedWindow? _lender;
    private volatile bool _isLent;

    internal ClosedWindow(TrafficWindow window, TrafficTables tables, ProbeTable? before = null)
        : base(tables)
    {
        Before = before;
        Start = window.Start;
        End = window.End;
        Probes = window.Probes;
    }

    private ClosedWindow(ClosedWindow lender)
        : base(lender.Tables)
    {
        _lender = lender;
        Start = lender.Start;
        End = lender.End;
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

    /// <summary>True where the tables can stay as they are while records go on into others.</summary>
    internal bool CanBeLent { get; init; }

    /// <summary>True while another thread reads the tables.</summary>
    internal bool IsLent => _isLent;

    /// <summary>The window for another thread, which reads it beyond the handing over and then says so by <see cref="GiveBack"/>.</summary>
    internal ClosedWindow Lend()
    {
        _isLent = true;
        return new ClosedWindow(this);
    }

    /// <summary>The other thread has read what it wanted.</summary>
    internal void GiveBack()
    {
        Release();
        _lender!._isLent = false;
    }
}
