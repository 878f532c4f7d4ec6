namespace FlowSensor.Engine.Traffic;

/// <summary>One window of event time that takes no more records.</summary>
public abstract class ClosedWindow : TrafficSpan
{
    /// <summary>Start of the window, Unix milliseconds.</summary>
    public long Start { get; protected set; }

    /// <summary>End of the window (exclusive), Unix milliseconds.</summary>
    public long End { get; protected set; }
}
