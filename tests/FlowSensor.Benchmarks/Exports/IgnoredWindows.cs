using FlowSensor.Engine.Traffic;

namespace FlowSensor.Benchmarks.Exports;

/// <summary>Takes closed windows and does nothing with them.</summary>
internal sealed class IgnoredWindows : IWindowSink
{
    public void OnWindow(ClosedWindow window)
    {
    }
}
