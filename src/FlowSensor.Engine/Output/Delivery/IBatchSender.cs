using FlowSensor.Engine.Output.Spool;

namespace FlowSensor.Engine.Output.Delivery;

/// <summary>Brings batches to one receiver. Called by one thread, again and again with the same batch until it is delivered or rejected.</summary>
internal interface IBatchSender : IDisposable
{
    /// <summary>
    /// Sends one batch and waits for the answer. Trouble of the network or the receiver is a verdict, never an exception.
    /// </summary>
    /// <param name="batch">The batch; where the output joins batches, its number is that of the first of them.</param>
    /// <param name="stop">Ends the attempt; the batch is then to be tried again.</param>
    SendVerdict Send(SpoolBatch batch, CancellationToken stop);
}
