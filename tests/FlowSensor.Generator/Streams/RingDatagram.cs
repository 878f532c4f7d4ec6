namespace FlowSensor.Generator.Streams;

/// <summary>One export packet of a ring.</summary>
/// <param name="Exporter">Number of the exporter it leaves from.</param>
/// <param name="Payload">UDP payload; time and sequence number are set anew each time it is sent.</param>
/// <param name="Totals">What the ring holds up to and with this datagram.</param>
internal sealed record RingDatagram(int Exporter, byte[] Payload, StreamTotals Totals);
