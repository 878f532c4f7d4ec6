using FlowSensor.Protocols.Flows;

namespace FlowSensor.Protocols.Tests.SFlow;

/// <summary>Keeps a copy of every record.</summary>
internal sealed class RecordingSink : IFlowSink
{
    internal List<FlowRecord> Records { get; } = [];

    public void OnFlow(ref FlowRecord record) => Records.Add(record);
}
