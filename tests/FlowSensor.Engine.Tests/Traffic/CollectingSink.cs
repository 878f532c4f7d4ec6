using FlowSensor.Engine.Traffic;

namespace FlowSensor.Engine.Tests.Traffic;

/// <summary>Runs a look at each window while its tables are valid.</summary>
internal sealed class CollectingSink(Action<ClosedWindow> look) : IWindowSink
{
    public void OnWindow(ClosedWindow window) => look(window);
}
