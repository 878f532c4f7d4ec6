using FlowSensor.Protocols.Packets;

namespace FlowSensor.Protocols.Flows;

/// <summary>Fills flow records from the headers of single packets that an exporter sampled, in sFlow or in a packet section.</summary>
internal static class SampledPacket
{
    /// <summary>Fills in addresses, ports and what else the headers say, but for the counters. What the record has already and the headers do not say stays.</summary>
    /// <param name="packet">The headers; perhaps cut, or without an IP header.</param>
    /// <param name="everyField">False where fields that traffic is not counted by are left alone.</param>
    /// <param name="record">The record, with 0 for what was not stated.</param>
    public static void Fill(in PacketHeaders packet, bool everyField, ref FlowRecord record)
    {
        if (everyField)
        {
            record.SourceMac = Either(packet.SourceMac, record.SourceMac);
            record.DestinationMac = Either(packet.DestinationMac, record.DestinationMac);
            record.Vlan = Either(record.Vlan, packet.VlanId);
        }

        if (packet.IpVersion == 0)
        {
            return;
        }

        record.Source = packet.Source;
        record.Destination = packet.Destination;
        record.Protocol = packet.Protocol;
        record.SourcePort = Either(packet.SourcePort, record.SourcePort);
        record.DestinationPort = Either(packet.DestinationPort, record.DestinationPort);
        record.TcpFlags = Either(packet.TcpFlags, record.TcpFlags);
        record.Tos = everyField ? packet.Tos : record.Tos;
        record.IcmpTypeCode = Either(((ulong)packet.IcmpType << 8) | packet.IcmpCode, record.IcmpTypeCode);
    }

    /// <summary>Empties what <see cref="Fill"/> fills, for the next packet.</summary>
    public static void Clear(ref FlowRecord record)
    {
        record.SourceMac = 0;
        record.DestinationMac = 0;
        record.Vlan = 0;
        record.Source = default;
        record.Destination = default;
        record.Protocol = 0;
        record.SourcePort = 0;
        record.DestinationPort = 0;
        record.TcpFlags = 0;
        record.Tos = 0;
        record.IcmpTypeCode = 0;
    }

    private static ulong Either(ulong first, ulong second) => first != 0 ? first : second;
}
