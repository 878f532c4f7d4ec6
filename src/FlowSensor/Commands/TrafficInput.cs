using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Flows;

namespace FlowSensor.Commands;

/// <summary>Passes records to the accounting.</summary>
internal sealed class TrafficInput(TrafficAccounting accounting) : IFlowAccount
{
    /// <inheritdoc/>
    public void Add(ref FlowRecord record, long eventTime) => accounting.Add(ref record, eventTime);

    /// <inheritdoc/>
    public void Advance(long watermark) => accounting.Advance(watermark);

    /// <inheritdoc/>
    public void Flush() => accounting.Flush();
}
