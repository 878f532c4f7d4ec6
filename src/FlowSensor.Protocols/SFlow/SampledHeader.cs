using FlowSensor.Protocols.Flows;
using FlowSensor.Protocols.Packets;
using FlowSensor.Protocols.Pcap;

namespace FlowSensor.Protocols.SFlow;

/// <summary>Fills a flow record from the first octets of a sampled packet.</summary>
internal static class SampledHeader
{
    // "header_protocol" of sFlow Version 5.
    private const uint Ethernet = 1;
    private const uint Ppp = 7;
    private const uint IPv4 = 11;
    private const uint IPv6 = 12;
    private const uint Mpls = 13;
    private const uint PacketOverSonet = 14;

    internal static void Read(PacketParser parser, uint protocol, ReadOnlySpan<byte> header, uint frameLength, ref FlowRecord record)
    {
        record.Octets = frameLength;
        LinkType linkType = protocol switch
        {
            Ethernet => LinkType.Ethernet,
            Ppp => LinkType.Ppp,
            IPv4 => LinkType.IPv4,
            IPv6 => LinkType.IPv6,
            Mpls => LinkType.Mpls,
            PacketOverSonet => LinkType.PppHdlc,
            _ => (LinkType)(-1),
        };
        parser.Parse(linkType, header, (int)Math.Min(frameLength, int.MaxValue), out PacketHeaders packet);
        SampledPacket.Fill(in packet, keepsTransport: false, everyField: true, ref record);
    }
}
