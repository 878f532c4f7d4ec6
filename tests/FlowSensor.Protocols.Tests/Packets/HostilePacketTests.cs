using FlowSensor.Protocols.Packets;
using FlowSensor.Protocols.Pcap;
using FlowSensor.Protocols.Tests.Pcap;

namespace FlowSensor.Protocols.Tests.Packets;

public sealed class HostilePacketTests
{
    private static readonly LinkType[] LinkTypes =
    [
        LinkType.Ethernet, LinkType.Null, LinkType.Loop, LinkType.Raw, LinkType.IPv4, LinkType.IPv6, LinkType.Ppp, LinkType.PppHdlc,
        LinkType.PppEthernet, LinkType.CiscoHdlc, LinkType.LinuxCooked, LinkType.LinuxCooked2, LinkType.PppWithDirection,
    ];

    private static readonly PacketParser Parser = new(new PacketParserOptions
    {
        UnwrapGre = true,
        UnwrapIpInIp = true,
        UnwrapVxlan = true,
        UnwrapGeneve = true,
    });

    [Fact]
    public void Parse_EveryPrefix_StaysInside()
    {
        foreach (object[] tunnel in TunnelTests.Tunnels)
        {
            byte[] frame = Frame.Ethernet(0x8100, [.. Frame.Hex("0064 0800"), .. (byte[])tunnel[2]]);
            for (int length = 0; length <= frame.Length; length++)
            {
                Check(LinkType.Ethernet, frame.AsSpan(0, length), frame.Length);
            }
        }

        foreach (object[] encapsulation in PacketParserTests.Encapsulations)
        {
            byte[] frame = (byte[])encapsulation[2];
            for (int length = 0; length <= frame.Length; length++)
            {
                Check((LinkType)encapsulation[1], frame.AsSpan(0, length), frame.Length);
            }
        }
    }

    [Fact]
    public void Parse_MutatedPackets_StaysInside()
    {
        List<(LinkType LinkType, byte[] Data)> seeds = [];
        seeds.AddRange(PacketParserTests.Encapsulations.Select(row => ((LinkType)((object[])row)[1], (byte[])((object[])row)[2])));
        seeds.AddRange(TunnelTests.Tunnels.Select(row => (LinkType.Raw, (byte[])((object[])row)[2])));
        seeds.Add((LinkType.Raw, Frame.IPv6(0, [.. Frame.Hex("3c00 0502 0000 0100 2b00 0104 00000000 2c00 0000 00000000 0600 0001 00000001"), .. Frame.Tcp("x")])));
        Random random = new(7);
        for (int i = 0; i < 100_000; i++)
        {
            (LinkType linkType, byte[] seed) = seeds[i % seeds.Count];
            byte[] data = (byte[])seed.Clone();
            for (int flips = random.Next(1, 6); flips > 0; flips--)
            {
                data[random.Next(data.Length)] = (byte)random.Next(256);
            }

            Check(linkType, data.AsSpan(0, random.Next(data.Length + 1)), random.Next(0, 70_000));
        }
    }

    [Fact]
    public void Parse_PublishedHostileFiles_StayInside()
    {
        foreach (string path in PublishedData.Files("malformed", "packets"))
        {
            using CaptureReader reader = CaptureReader.Open(File.OpenRead(path));
            while (reader.TryReadNext(out CapturedPacket packet))
            {
                Check(packet.LinkType, packet.Data, packet.WireLength);
                if (path.Contains("malformed", StringComparison.Ordinal))
                {
                    foreach (LinkType linkType in LinkTypes)
                    {
                        Check(linkType, packet.Data, packet.WireLength);
                    }
                }
            }

            Assert.NotEqual(CaptureStatus.Ok, reader.Status);
        }
    }

    private static void Check(LinkType linkType, ReadOnlySpan<byte> data, int wireLength)
    {
        ParseStatus status = Parser.Parse(linkType, data, wireLength, out PacketHeaders headers);
        bool hasAddresses = status is ParseStatus.Ok or ParseStatus.TruncatedTransport or ParseStatus.BadTransport;
        if (hasAddresses != headers.IpVersion is 4 or 6
            || headers.PayloadLength < 0
            || headers.PayloadOffset < 0
            || headers.PayloadOffset + headers.PayloadLength > data.Length
            || headers.IpOffset > data.Length
            || headers.IpLength < 0)
        {
            Assert.Fail($"{linkType} {status} {Convert.ToHexString(data)}");
        }
    }
}
