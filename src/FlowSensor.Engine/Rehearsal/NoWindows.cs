using FlowSensor.Engine.Traffic;

namespace FlowSensor.Engine.Rehearsal;

/// <summary>Takes windows and does nothing.</summary>
internal sealed class NoWindows : IWindowSink
{
    private NoWindows()
    {
    }

    /// <summary>The one there has to be.</summary>
    public static NoWindows Instance { get; } = new();

    /// <inheritdoc/>
    public void OnWindow(ClosedWindow window)
    {
        // The detector has its own way to the windows.
    }
}
