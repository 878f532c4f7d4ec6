using FlowSensor.Engine.Traffic;

namespace FlowSensor.Commands;

/// <summary>Takes closed windows where nothing is stored.</summary>
internal sealed class NoWindows : IWindowSink
{
    /// <inheritdoc/>
    public void OnWindow(ClosedWindow window)
    {
    }
}
