namespace FlowSensor.Engine.Output.Delivery;

/// <summary>How an output does, for <c>doctor</c>, health and tests.</summary>
/// <param name="Output">Name of the output.</param>
/// <param name="IsHealthy">False from a failed attempt to the next good one.</param>
/// <param name="Delivered">Items delivered since the start.</param>
/// <param name="Rejected">Items the receiver refused for good.</param>
/// <param name="Dropped">Items given up because the spool was full, could not be written or was damaged.</param>
/// <param name="Waiting">Items in the spool.</param>
/// <param name="SpoolOctets">Size of the spool on disk.</param>
/// <param name="Attempts">Batches sent, those that failed included.</param>
/// <param name="Failures">Attempts that failed.</param>
/// <param name="LastTrouble">Why the last attempt that failed, or the last rejection, was; empty when there was none.</param>
public sealed record OutputState(
    string Output, bool IsHealthy, long Delivered, long Rejected, long Dropped, long Waiting, long SpoolOctets, long Attempts, long Failures, string LastTrouble);
