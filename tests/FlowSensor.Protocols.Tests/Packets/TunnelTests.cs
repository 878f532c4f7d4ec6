using FlowSensor.Protocols.Packets;
using FlowSensor.Protocols.Pcap;

namespace FlowSensor.Protocols.Tests.Packets;

public sealed class TunnelTests
{
    private static readonly byte[] Segment = Frame.IPv4(6, Frame.Tcp("hello"));
    private static readonly byte[] InnerFrame = Frame.Ethernet(0x0800, Segment);

    private static readonly PacketParserOptions All = new() { UnwrapGre = true, UnwrapIpInIp = true, UnwrapVxlan = true, UnwrapGeneve = true };

    public static TheoryData<string, int, byte[]> Tunnels => new()
    {
        { "IPv4 in IPv4", 1, Frame.IPv4(4, Segment) },
        { "IPv4 in IPv6", 1, Frame.IPv6(4, Segment) },
        { "twice", 2, Frame.IPv4(4, Frame.IPv4(4, Segment)) },
        { "GRE", 1, Frame.IPv4(47, [.. Frame.Hex("0000 0800"), .. Segment]) },
        { "GRE with checksum, key, sequence", 1, Frame.IPv4(47, [.. Frame.Hex("b000 0800 00000000 00000001 00000002"), .. Segment]) },
        { "GRE with Ethernet", 1, Frame.IPv4(47, [.. Frame.Hex("0000 6558"), .. InnerFrame]) },
        { "PPTP", 1, Frame.IPv4(47, [.. Frame.Hex("3081 880b 00310001 00000002 00000003 ff030021"), .. Segment]) },
        { "ERSPAN I", 1, Frame.IPv4(47, [.. Frame.Hex("0000 88be"), .. InnerFrame]) },
        { "ERSPAN II", 1, Frame.IPv4(47, [.. Frame.Hex("1000 88be 00000001 1000000000000000"), .. InnerFrame]) },
        { "ERSPAN III", 1, Frame.IPv4(47, [.. Frame.Hex("1000 22eb 00000001 200000000000000000000000"), .. InnerFrame]) },
        { "VXLAN", 1, Frame.IPv4(17, Frame.Udp(4789, [.. Frame.Hex("08000000 00000100"), .. InnerFrame])) },
        { "Geneve", 1, Frame.IPv6(17, Frame.Udp(6081, [.. Frame.Hex("01006558 00000100 00000000"), .. InnerFrame])) },
        { "VXLAN in GRE", 2, Frame.IPv4(47, [.. Frame.Hex("0000 0800"), .. Frame.IPv4(17, Frame.Udp(4789, [.. Frame.Hex("08000000 00000100"), .. InnerFrame]))]) },
    };

    [Theory]
    [MemberData(nameof(Tunnels))]
    public void Parse_TunnelOnRequest_GivesThePacketInside(string name, int depth, byte[] packet)
    {
        ParseStatus status = new PacketParser(All).Parse(LinkType.Raw, packet, packet.Length, out PacketHeaders headers);

        Assert.Equal((name, ParseStatus.Ok, depth, 25), (name, status, headers.TunnelDepth, headers.DestinationPort));
        Assert.Equal("hello"u8.ToArray(), packet.AsSpan(headers.PayloadOffset, headers.PayloadLength).ToArray());

        new PacketParser().Parse(LinkType.Raw, packet, packet.Length, out headers);
        Assert.Equal((0, 0), (headers.TunnelDepth, headers.IpOffset));
    }

    [Fact]
    public void Parse_TunnelWithoutGoodPacketInside_StaysOutside()
    {
        byte[] packet = Frame.IPv4(4, Frame.Hex("45000013"));
        ParseStatus status = new PacketParser(All).Parse(LinkType.Raw, packet, packet.Length, out PacketHeaders headers);

        Assert.Equal((ParseStatus.Ok, 0, 4), (status, headers.TunnelDepth, headers.Protocol));
    }

    [Fact]
    public void Parse_TunnelsBeyondTheDepth_AreLeftClosed()
    {
        byte[] packet = Segment;
        for (int i = 0; i < 10; i++)
        {
            packet = Frame.IPv4(4, packet);
        }

        ParseStatus status = new PacketParser(All).Parse(LinkType.Raw, packet, packet.Length, out PacketHeaders headers);

        Assert.Equal((ParseStatus.Ok, All.MaxTunnelDepth, 4), (status, headers.TunnelDepth, headers.Protocol));
    }
}
