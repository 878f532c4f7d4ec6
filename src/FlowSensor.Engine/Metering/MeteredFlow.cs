using FlowSensor.Protocols.Flows;

namespace FlowSensor.Engine.Metering;

/// <summary>Makes the flow record of a metered flow.</summary>
internal static class MeteredFlow
{
    /// <summary>Fills <paramref name="record"/> wholly.</summary>
    public static void ToRecord(in FlowEntry entry, in FlowRest rest, long nowMs, uint domain, ref FlowRecord record)
    {
        record = default;
        ulong destinationPort = (entry.Tuple >> 32) & 0xFFFF;
        ulong protocol = entry.Tuple & 0xFF;
        record.Source = entry.Source;
        record.Destination = entry.Destination;
        record.SourcePort = entry.Tuple >> 48;
        record.DestinationPort = destinationPort;
        record.Protocol = protocol;
        record.IcmpTypeCode = protocol is ProtocolNumber.Icmp or ProtocolNumber.IcmpV6 ? destinationPort : 0;
        record.TcpFlags = entry.TcpFlags;
        record.Packets = entry.Packets;
        record.Octets = entry.Octets;
        record.First = FlowEntry.TimeNear(entry.FirstLow, nowMs);
        record.Last = FlowEntry.TimeNear(entry.LastLow, nowMs);
        record.Tos = entry.Tos;
        record.Vlan = rest.Vlan;
        record.SourceMac = rest.SourceMac;
        record.DestinationMac = rest.DestinationMac;

        // Every packet is seen: the estimate is the observation.
        record.SamplingInterval = 1;
        record.ObservationDomainId = domain;
        record.ExportTime = nowMs;
    }
}
