using FlowSensor.Protocols.Packets;

namespace FlowSensor.Protocols.Flows;

/// <summary>Fills flow records from the headers of single packets that an exporter sampled, in sFlow or in a packet section.</summary>
internal static class SampledPacket
{
    /// <summary>Fills in addresses, ports and what else the headers say, but for the counters. Without an IP header only what the link layer says.</summary>
    /// <param name="packet">The headers.</param>
    /// <param name="everyField">False where fields that traffic is not counted by are left alone.</param>
    /// <param name="record">The record; a VLAN that it has already stays.</param>
    public static void Fill(in PacketHeaders packet, bool everyField, ref FlowRecord record)
    {
        if (everyField)
        {
            record.SourceMac = packet.SourceMac;
            record.DestinationMac = packet.DestinationMac;
            record.Vlan = record.Vlan == 0 ? packet.VlanId : record.Vlan;
        }

        if (packet.IpVersion == 0)
        {
            return;
        }

        record.Source = packet.Source;
        record.Destination = packet.Destination;
        record.Protocol = packet.Protocol;
        record.SourcePort = packet.SourcePort;
        record.DestinationPort = packet.DestinationPort;
        record.TcpFlags = packet.TcpFlags;
        record.Tos = everyField ? packet.Tos : record.Tos;
        record.IcmpTypeCode = ((ulong)packet.IcmpType << 8) | packet.IcmpCode;
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
}
