using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Flows;

namespace FlowSensor.Engine.Pipeline;

/// <summary>Accounts records and shows each to an observer as well.</summary>
/// <param name="account">The accounting.</param>
/// <param name="observer">Sees every record after it was accounted.</param>
internal sealed class ObservedAccount(IFlowAccount account, IRecordObserver observer) : IFlowAccount
{
    /// <inheritdoc/>
    public void Add(ref FlowRecord record, long eventTime)
    {
        account.Add(ref record, eventTime);
        observer.OnRecord(ref record, eventTime);
    }

    /// <inheritdoc/>
    public void Advance(long watermark) => account.Advance(watermark);

    /// <inheritdoc/>
    public void Look(long time) => account.Look(time);

    /// <inheritdoc/>
    public void Flush() => account.Flush();
}
