using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Reports.Incidents;

/// <summary>A flow record kept as evidence. Times are Unix milliseconds, counts as observed.</summary>
/// <param name="Host">The suspicious host, at either end.</param>
/// <param name="Source">Address the flow came from.</param>
/// <param name="Destination">Address it went to.</param>
/// <param name="SourcePort">Its port.</param>
/// <param name="DestinationPort">Its port; for ICMP type times 256 plus code.</param>
/// <param name="Protocol">IP protocol number.</param>
/// <param name="TcpFlags">TCP flags seen.</param>
/// <param name="Packets">Packets.</param>
/// <param name="Octets">Octets.</param>
/// <param name="First">Start.</param>
/// <param name="Last">End.</param>
/// <param name="Exporter">Who reported it; <c>::</c> for the sensor's own meter.</param>
/// <param name="NextHop">Next hop; <c>::</c> where none was told.</param>
public readonly record struct EvidenceFlow(
    IpAddress Host, IpAddress Source, IpAddress Destination, int SourcePort, int DestinationPort, int Protocol, int TcpFlags,
    long Packets, long Octets, long First, long Last, IpAddress Exporter, IpAddress NextHop);
