using FlowSensor.Protocols.Packets;

namespace FlowSensor.Protocols.Flows;

/// <summary>Fills flow records from the headers of single packets that an exporter sampled, in sFlow or in a packet section.</summary>
internal static class SampledPacket
{
    /// <summary>Fills in addresses, ports and what else the headers say, but for the counters. A VLAN that the record states stays, and MAC addresses where the headers have none.</summary>
    /// <param name="packet">The headers; perhaps cut, or without an IP header.</param>
    /// <param name="keepsTransport">True where the transport header was not read, is cut or impossible: what the record says stays where the headers say nothing.</param>
    /// <param name="everyField">False where fields that traffic is not counted by are left alone.</param>
    /// <param name="record">The record, with 0 for what was not stated.</param>
    public static void Fill(in PacketHeaders packet, bool keepsTransport, bool everyField, ref FlowRecord record)
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
        record.Tos = everyField ? packet.Tos : record.Tos;
        ulong icmp = ((ulong)packet.IcmpType << 8) | packet.IcmpCode;
        if (keepsTransport)
        {
            // Of a chain of headers that is cut the protocol is that of the last one read.
            record.Protocol = Either(record.Protocol, packet.Protocol);
            record.SourcePort = Either(packet.SourcePort, record.SourcePort);
            record.DestinationPort = Either(packet.DestinationPort, record.DestinationPort);
            record.TcpFlags = Either(packet.TcpFlags, record.TcpFlags);
            record.IcmpTypeCode = Either(icmp, record.IcmpTypeCode);
            return;
        }

        record.Protocol = packet.Protocol;
        record.SourcePort = packet.SourcePort;
        record.DestinationPort = packet.DestinationPort;
        record.TcpFlags = packet.TcpFlags;
        record.IcmpTypeCode = icmp;
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
