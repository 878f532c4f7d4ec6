using FlowSensor.Protocols.Flows;

namespace FlowSensor.Protocols.Tests.SFlow;

/// <summary>Counts records.</summary>
internal sealed class CountingSink : IFlowSink
{
    internal int Count { get; private set; }

    public void OnFlow(ref FlowRecord record) => Count++;
}
