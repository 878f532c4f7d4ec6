using FlowSensor.Engine.Traffic;

namespace FlowSensor.Engine.Pipeline;

/// <summary>Hands each window to one sink and then to another, which also looks into open ones.</summary>
internal sealed class WindowSinks(IWindowSink first, IOpenWindowSink second) : IOpenWindowSink
{
    /// <inheritdoc/>
    public void OnWindow(ClosedWindow window)
    {
        first.OnWindow(window);
        second.OnWindow(window);
    }

    /// <inheritdoc/>
    public void OnOpenWindow(ClosedWindow window, long time) => second.OnOpenWindow(window, time);
}
