using FlowSensor.Engine.Reports.Records;
using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Flows;

namespace FlowSensor.Commands.Replaying;

/// <summary>Prints records instead of accounting them.</summary>
internal sealed class RecordLines(FlowRecordWriter writer) : IFlowAccount
{
    /// <inheritdoc/>
    public void Add(ref FlowRecord record, long eventTime) => writer.OnFlow(ref record);

    /// <inheritdoc/>
    public void Advance(long watermark)
    {
    }

    /// <inheritdoc/>
    public void Flush()
    {
    }
}
