using System.Text;
using FlowSensor.Protocols.Packets;
using FlowSensor.Protocols.Pcap;
using FlowSensor.Protocols.Tests.Pcap;

namespace FlowSensor.Protocols.Tests.Packets;

public sealed class PacketParserTests
{
    private static readonly byte[] Segment = Frame.IPv4(6, Frame.Tcp("hello"));

    public static TheoryData<string, LinkType, byte[]> Encapsulations => new()
    {
        { "Ethernet", LinkType.Ethernet, Frame.Ethernet(0x0800, Segment) },
        { "Ethernet with padding", LinkType.Ethernet, [.. Frame.Ethernet(0x0800, Segment), 0, 0, 0, 0, 0, 0] },
        { "VLAN", LinkType.Ethernet, Frame.Ethernet(0x8100, [.. Frame.Hex("2064 0800"), .. Segment]) },
        { "QinQ", LinkType.Ethernet, Frame.Ethernet(0x88A8, [.. Frame.Hex("0064 8100 00c8 0800"), .. Segment]) },
        { "old QinQ", LinkType.Ethernet, Frame.Ethernet(0x9100, [.. Frame.Hex("0064 8100 00c8 0800"), .. Segment]) },
        { "provider backbone", LinkType.Ethernet, Frame.Ethernet(0x88E7, [.. Frame.Hex("00000001"), .. Frame.Ethernet(0x0800, Segment)]) },
        { "SNAP", LinkType.Ethernet, Frame.Ethernet(8 + Segment.Length, [.. Frame.Hex("aaaa03 000000 0800"), .. Segment]) },
        { "MPLS", LinkType.Ethernet, Frame.Ethernet(0x8847, [.. Frame.Hex("00010040 00011140"), .. Segment]) },
        { "pseudowire", LinkType.Ethernet, Frame.Ethernet(0x8847, [.. Frame.Hex("00011140 00000000"), .. Frame.Ethernet(0x0800, Segment)]) },
        { "PPPoE", LinkType.Ethernet, Frame.Ethernet(0x8864, [.. Frame.Hex("1100 0001 002f 0021"), .. Segment]) },
        { "PPP", LinkType.Ppp, [.. Frame.Hex("ff03 0021"), .. Segment] },
        { "PPP compressed", LinkType.Ppp, [.. Frame.Hex("21"), .. Segment] },
        { "PPP with MPLS", LinkType.Ppp, [.. Frame.Hex("ff03 0281 00011140"), .. Segment] },
        { "PPP in HDLC framing", LinkType.PppHdlc, [.. Frame.Hex("ff03 0021"), .. Segment] },
        { "PPP with direction", LinkType.PppWithDirection, [.. Frame.Hex("01 0021"), .. Segment] },
        { "PPPoE link", LinkType.PppEthernet, [.. Frame.Hex("1100 0001 002f 0021"), .. Segment] },
        { "Cisco HDLC", LinkType.CiscoHdlc, [.. Frame.Hex("0f00 0800"), .. Segment] },
        { "cooked", LinkType.LinuxCooked, [.. Frame.Hex("0000 0001 0006 0200000000010000 0800"), .. Segment] },
        { "cooked VLAN", LinkType.LinuxCooked, [.. Frame.Hex("0000 0001 0006 0200000000010000 8100 0064 0800"), .. Segment] },
        { "cooked v2", LinkType.LinuxCooked2, [.. Frame.Hex("0800 0000 00000003 0001 00 06 0200000000010000"), .. Segment] },
        { "null", LinkType.Null, [.. Frame.Hex("02000000"), .. Segment] },
        { "null, big-endian", LinkType.Null, [.. Frame.Hex("00000002"), .. Segment] },
        { "loop", LinkType.Loop, [.. Frame.Hex("00000002"), .. Segment] },
        { "raw", LinkType.Raw, Segment },
        { "raw 12", LinkType.RawBsd, Segment },
        { "raw 14", LinkType.RawOpenBsd, Segment },
        { "IPv4", LinkType.IPv4, Segment },
        { "IPv4 options", LinkType.Raw, Frame.IPv4(6, Frame.Tcp("hello"), options: "94040000") },
        { "TCP options", LinkType.Raw, Frame.IPv4(6, Frame.Tcp("hello", "0101080a0000000100000002")) },
        { "authentication header", LinkType.Raw, Frame.IPv4(51, [.. Frame.Hex("06 04 0000 00000001 00000001 000000000000000000000000"), .. Frame.Tcp("hello")]) },
    };

    [Theory]
    [MemberData(nameof(Encapsulations))]
    public void Parse_EveryEncapsulation_FindsTheSegment(string name, LinkType linkType, byte[] frame)
    {
        ParseStatus status = new PacketParser().Parse(linkType, frame, frame.Length, out PacketHeaders headers);

        Assert.Equal((name, ParseStatus.Ok), (name, status));
        Assert.Equal("192.0.2.1:40000 198.51.100.2:25", $"{headers.Source}:{headers.SourcePort} {headers.Destination}:{headers.DestinationPort}");
        Assert.Equal((4, 6, 0x10, 64), (headers.IpVersion, headers.Protocol, headers.Tos, headers.Ttl));
        Assert.Equal((0x12, 0x2000, 0x01020304u, 0x0A0B0C0Du), (headers.TcpFlags, headers.TcpWindow, headers.TcpSequence, headers.TcpAcknowledgment));
        Assert.Equal("hello", Encoding.ASCII.GetString(frame, headers.PayloadOffset, headers.PayloadLength));
        Assert.False(headers.IsFragment);
        Assert.False(headers.IsTruncated);
    }

    [Fact]
    public void Parse_Ethernet_KeepsAddressesTagsAndLengths()
    {
        byte[] frame = Frame.Ethernet(0x88A8, [.. Frame.Hex("0064 8100 00c8 0800"), .. Segment, 0, 0]);
        new PacketParser().Parse(LinkType.Ethernet, frame, frame.Length, out PacketHeaders headers);

        Assert.Equal((0x020000000001ul, 0x020000000002ul), (headers.SourceMac, headers.DestinationMac));
        Assert.Equal((100, 200, 0x0800), (headers.VlanId, headers.InnerVlanId, headers.EtherType));
        Assert.Equal((22, 45, 42), (headers.IpOffset, headers.IpLength, headers.TransportOffset));
    }

    [Theory]
    [InlineData("UDP", 17, "9c40 0035 000b 0000 616263", 40000, 53, "abc", ParseStatus.Ok)]
    [InlineData("UDP shorter than its packet", 17, "9c40 0035 000a 0000 616263", 40000, 53, "ab", ParseStatus.Ok)]
    [InlineData("UDP longer than its packet", 17, "9c40 0035 0063 0000 616263", 40000, 53, "abc", ParseStatus.Ok)]
    [InlineData("UDP without length", 17, "9c40 0035 0000 0000 616263", 40000, 53, "abc", ParseStatus.Ok)]
    [InlineData("UDP length too small", 17, "9c40 0035 0007 0000 616263", 40000, 53, "", ParseStatus.BadTransport)]
    [InlineData("UDP of four octets", 17, "9c40 0035", 40000, 53, "", ParseStatus.BadTransport)]
    [InlineData("UDP-Lite", 136, "9c40 0035 0008 0000 616263", 40000, 53, "abc", ParseStatus.Ok)]
    [InlineData("SCTP", 132, "9c40 0035 00000000 00000000 616263", 40000, 53, "abc", ParseStatus.Ok)]
    [InlineData("TCP header length too small", 6, "9c400019 01020304 0a0b0c0d 4012 2000 0000 0000", 40000, 25, "", ParseStatus.BadTransport)]
    [InlineData("TCP header longer than packet", 6, "9c400019 01020304 0a0b0c0d 6012 2000 0000 0000", 40000, 25, "", ParseStatus.BadTransport)]
    [InlineData("TCP too short", 6, "9c400019 01020304 0a", 40000, 25, "", ParseStatus.BadTransport)]
    [InlineData("ICMP too short", 1, "0301", 0, 0, "", ParseStatus.BadTransport)]
    [InlineData("OSPF", 89, "616263", 0, 0, "abc", ParseStatus.Ok)]
    public void Parse_Transport_GivesPortsAndPayload(string name, byte protocol, string hex, int source, int destination, string payload, ParseStatus expected)
    {
        foreach (byte[] packet in new[] { Frame.IPv4(protocol, Frame.Hex(hex)), Frame.IPv6(protocol, Frame.Hex(hex)) })
        {
            ParseStatus status = new PacketParser().Parse(LinkType.Raw, packet, packet.Length, out PacketHeaders headers);

            Assert.Equal((name, expected), (name, status));
            Assert.Equal((source, destination), (headers.SourcePort, headers.DestinationPort));
            Assert.Equal(payload, Encoding.ASCII.GetString(packet, headers.PayloadOffset, headers.PayloadLength));
        }
    }

    [Fact]
    public void Parse_IPv6Extensions_AreWalkedToTheTransport()
    {
        byte[] packet = Frame.IPv6(0, [.. Frame.Hex("3c00 0502 0000 0100  2b00 0104 00000000  3300 0000 00000000  0604 0000 00000001 00000001 000000000000000000000000"), .. Frame.Tcp("hello")]);
        ParseStatus status = new PacketParser().Parse(LinkType.IPv6, packet, packet.Length, out PacketHeaders headers);

        Assert.Equal((ParseStatus.Ok, 6, 6, 25), (status, headers.IpVersion, headers.Protocol, headers.DestinationPort));
        Assert.Equal("2001:db8::1 2001:db8::2", $"{headers.Source} {headers.Destination}");
        Assert.Equal((0x20, packet.Length, 5), (headers.Tos, headers.IpLength, headers.PayloadLength));
    }

    [Fact]
    public void Parse_Icmp_GivesTypeAndCode()
    {
        byte[] packet = Frame.IPv6(58, Frame.Hex("0104 0000 00000000 6162"));
        ParseStatus status = new PacketParser().Parse(LinkType.Raw, packet, packet.Length, out PacketHeaders headers);

        Assert.Equal((ParseStatus.Ok, 1, 4, 2), (status, headers.IcmpType, headers.IcmpCode, headers.PayloadLength));
    }

    [Fact]
    public void Parse_Fragments_SayWhereTheyBelong()
    {
        PacketParser parser = new();
        byte[] first = Frame.IPv4(17, Frame.Udp(53, new byte[16]), id: 99, fragment: 0x2000);
        Assert.Equal(ParseStatus.Ok, parser.Parse(LinkType.Raw, first, first.Length, out PacketHeaders headers));
        Assert.Equal((true, true, 0, 99u, 53), (headers.IsFragment, headers.MoreFragments, headers.FragmentOffset, headers.FragmentId, headers.DestinationPort));

        byte[] later = Frame.IPv4(17, new byte[16], id: 99, fragment: 3);
        Assert.Equal(ParseStatus.Ok, parser.Parse(LinkType.Raw, later, later.Length, out headers));
        Assert.Equal((true, false, 24, true, 0), (headers.IsFragment, headers.MoreFragments, headers.FragmentOffset, headers.IsLaterFragment, headers.DestinationPort));
        Assert.Equal((20, 16), (headers.PayloadOffset, headers.PayloadLength));

        byte[] six = Frame.IPv6Fragment(17, 0x0019, 0xABCDEF01, new byte[16]);
        Assert.Equal(ParseStatus.Ok, parser.Parse(LinkType.Raw, six, six.Length, out headers));
        Assert.Equal((true, true, 24, 0xABCDEF01u, 17), (headers.IsFragment, headers.MoreFragments, headers.FragmentOffset, headers.FragmentId, headers.Protocol));
        Assert.Equal((48, 17), (headers.FragmentDataOffset, headers.FragmentProtocol));

        byte[] atomic = Frame.IPv6Fragment(17, 0, 1, Frame.Udp(53, [1]));
        Assert.Equal(ParseStatus.Ok, parser.Parse(LinkType.Raw, atomic, atomic.Length, out headers));
        Assert.Equal((false, 53), (headers.IsFragment, headers.DestinationPort));
    }

    [Theory]
    [InlineData("ARP", LinkType.Ethernet, "ffffffffffff 020000000001 0806 0001", ParseStatus.NotIp)]
    [InlineData("spanning tree", LinkType.Ethernet, "0180c2000000 020000000001 0026 424203 0000000000", ParseStatus.NotIp)]
    [InlineData("PPPoE control", LinkType.Ethernet, "ffffffffffff 020000000001 8864 11090000000000", ParseStatus.NotIp)]
    [InlineData("LCP", LinkType.Ppp, "ff03 c021 01", ParseStatus.NotIp)]
    [InlineData("null AppleTalk", LinkType.Null, "10000000 00", ParseStatus.NotIp)]
    [InlineData("MPLS of something else", LinkType.Ethernet, "ffffffffffff 020000000001 8847 00011140 90", ParseStatus.NotIp)]
    [InlineData("unknown link type", (LinkType)147, "00", ParseStatus.UnsupportedLinkType)]
    [InlineData("short frame", LinkType.Ethernet, "ffffffffffff 020000000001 08", ParseStatus.Truncated)]
    [InlineData("tag cut", LinkType.Ethernet, "ffffffffffff 020000000001 8100 00", ParseStatus.Truncated)]
    [InlineData("nothing after IPv4 type", LinkType.Ethernet, "ffffffffffff 020000000001 0800", ParseStatus.Truncated)]
    [InlineData("version 5", LinkType.Raw, "55000014", ParseStatus.BadHeader)]
    [InlineData("IPv6 under the IPv4 type", LinkType.Ethernet, "ffffffffffff 020000000001 0800 60", ParseStatus.BadHeader)]
    [InlineData("header length 4", LinkType.Raw, "44000014 00000000 40060000 c0000201 c6336402", ParseStatus.BadHeader)]
    [InlineData("total length 19", LinkType.Raw, "45000013 00000000 40060000 c0000201 c6336402", ParseStatus.BadHeader)]
    [InlineData("seventeen tags", LinkType.Ethernet, "ffffffffffff 020000000001 8100 00018100 00018100 00018100 00018100 00018100 00018100 00018100 00018100 00018100 00018100 00018100 00018100 00018100 00018100 00018100 00018100 00018100 00010800", ParseStatus.TooDeep)]
    [InlineData("transport cut", LinkType.Raw, "45000028 00000000 40060000 c0000201 c6336402 9c400019 0102", ParseStatus.TruncatedTransport)]
    [InlineData("extension cut", LinkType.Raw, "60000000 00200040 20010db8000000000000000000000001 20010db8000000000000000000000002 0600", ParseStatus.TruncatedTransport)]
    [InlineData("extension longer than packet", LinkType.Raw, "60000000 00080040 20010db8000000000000000000000001 20010db8000000000000000000000002 0601000000000000 00000000", ParseStatus.BadTransport)]
    public void Parse_UnusablePacket_SaysWhy(string name, LinkType linkType, string hex, ParseStatus expected)
    {
        byte[] frame = Frame.Hex(hex);

        Assert.Equal((name, expected), (name, new PacketParser().Parse(linkType, frame, frame.Length, out _)));
    }

    [Fact]
    public void Parse_OffloadedPacketWithoutLength_TakesTheWireLength()
    {
        byte[] packet = Frame.IPv4(6, Frame.Tcp("hello"));
        packet[2] = packet[3] = 0;
        ParseStatus status = new PacketParser().Parse(LinkType.Ethernet, Frame.Ethernet(0x0800, packet), 70_000, out PacketHeaders headers);

        Assert.Equal((ParseStatus.Ok, 70_000 - 14, 5, true), (status, headers.IpLength, headers.PayloadLength, headers.IsTruncated));
    }

    [Fact]
    public void Parse_ManyPackets_AllocatesNothing()
    {
        PacketParser parser = new(new PacketParserOptions { UnwrapGre = true, UnwrapIpInIp = true, UnwrapVxlan = true });
        byte[] frame = Frame.Ethernet(0x0800, Frame.IPv4(4, Segment));
        long allocated = AllocatedBytes.Of(() =>
        {
            for (int i = 0; i < 10_000; i++)
            {
                parser.Parse(LinkType.Ethernet, frame, frame.Length, out _);
            }
        });

        Assert.Equal(0, allocated);
    }
}
