using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Flows;

namespace FlowSensor.Engine.Pipeline;

/// <summary>Accounts records and sends each on to an output as well.</summary>
/// <param name="account">The accounting.</param>
/// <param name="output">Takes every record after it was accounted.</param>
internal sealed class ForwardingAccount(IFlowAccount account, IFlowSink output) : IFlowAccount
{
    /// <inheritdoc/>
    public void Add(ref FlowRecord record, long eventTime)
    {
        account.Add(ref record, eventTime);
        output.OnFlow(ref record);
    }

    /// <inheritdoc/>
    public void Advance(long watermark) => account.Advance(watermark);

    /// <inheritdoc/>
    public void Look(long time) => account.Look(time);

    /// <inheritdoc/>
    public void Flush() => account.Flush();
}
