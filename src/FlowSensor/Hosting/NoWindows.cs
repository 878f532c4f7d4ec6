using FlowSensor.Engine.Traffic;

namespace FlowSensor.Hosting;

/// <summary>Takes closed windows where nothing is stored.</summary>
internal sealed class NoWindows : IWindowSink
{
    /// <inheritdoc/>
    public void OnWindow(ClosedWindow window)
    {
    }
}
