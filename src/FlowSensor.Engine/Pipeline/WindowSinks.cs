using FlowSensor.Engine.Traffic;

namespace FlowSensor.Engine.Pipeline;

/// <summary>Hands each window to one sink and then to another.</summary>
internal sealed class WindowSinks(IWindowSink first, IWindowSink second) : IWindowSink
{
    /// <inheritdoc/>
    public void OnWindow(ClosedWindow window)
    {
        first.OnWindow(window);
        second.OnWindow(window);
    }
}
