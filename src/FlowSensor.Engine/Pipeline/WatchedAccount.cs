using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Flows;

namespace FlowSensor.Engine.Pipeline;

/// <summary>Accounts records and shows each to the detection, which keeps those of suspicious hosts.</summary>
internal sealed class WatchedAccount(IFlowAccount account, DetectionPart detection) : IFlowAccount
{
    /// <inheritdoc/>
    public void Add(ref FlowRecord record, long eventTime)
    {
        account.Add(ref record, eventTime);
        detection.Evidence.Look(in record);
    }

    /// <inheritdoc/>
    public void Advance(long watermark) => account.Advance(watermark);

    /// <inheritdoc/>
    public void Look(long time) => account.Look(time);

    /// <inheritdoc/>
    public void Flush() => account.Flush();
}
