namespace FlowSensor.Engine.Reports;

/// <summary>Another end of a host's flows, from the flow records kept as evidence.</summary>
/// <param name="Peer">Address of the other end.</param>
/// <param name="Protocol">IP protocol number.</param>
/// <param name="Port">Port of the server side: the lower of the two.</param>
/// <param name="Outgoing">Flow records from the host.</param>
/// <param name="Incoming">Flow records to the host.</param>
/// <param name="Packets">Packets as observed.</param>
/// <param name="Octets">Octets as observed.</param>
/// <param name="First">Start of the first of them.</param>
/// <param name="Last">End of the last of them.</param>
public sealed record PeerReport(
    string Peer, int Protocol, int Port, long Outgoing, long Incoming, long Packets, long Octets, DateTimeOffset First, DateTimeOffset Last);
