using FlowSensor.Engine.Traffic;

namespace FlowSensor.Engine.Rehearsal;

/// <summary>Notes which windows passed, on their way to a detector.</summary>
internal sealed class RehearsalSpan(IWindowSink next) : IWindowSink
{
    /// <summary>Windows that passed.</summary>
    public long Windows { get; private set; }

    /// <summary>Start of the first, Unix milliseconds; 0 before it.</summary>
    public long From { get; private set; }

    /// <summary>End of the last, Unix milliseconds.</summary>
    public long To { get; private set; }

    /// <inheritdoc/>
    public void OnWindow(ClosedWindow window)
    {
        From = Windows == 0 ? window.Start : Math.Min(From, window.Start);
        To = Math.Max(To, window.End);
        Windows++;
        next.OnWindow(window);
    }
}
