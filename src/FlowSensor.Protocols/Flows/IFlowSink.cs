namespace FlowSensor.Protocols.Flows;

/// <summary>
/// Takes decoded flow records, in the order of the datagram. A decoder emits the records of complete sets and stops at the
/// first broken one, so a sink may have been called before a decoder returns a status other than <see cref="DecodeStatus.Ok"/>.
/// </summary>
public interface IFlowSink
{
    /// <summary>One flow record. The record is only valid during the call; the sink may amend it.</summary>
    void OnFlow(ref FlowRecord record);
}
