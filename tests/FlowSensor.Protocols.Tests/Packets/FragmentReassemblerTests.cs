using FlowSensor.Protocols.Packets;
using FlowSensor.Protocols.Pcap;
using FlowSensor.Protocols.Tests.Pcap;

namespace FlowSensor.Protocols.Tests.Packets;

public sealed class FragmentReassemblerTests
{
    private static readonly PacketParser Parser = new();

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    public void Add_FragmentsInAnyOrder_GiveTheDatagram(int version)
    {
        byte[] datagram = Frame.Udp(53, Payload(3000));
        List<byte[]> fragments = Cut(version, datagram, size: 504, id: 1);
        Random random = new(3);
        for (int turn = 0; turn < 50; turn++)
        {
            FragmentReassembler reassembler = new();
            byte[]? whole = null;
            byte[][] shuffled = [.. fragments];
            random.Shuffle(shuffled);
            for (int i = 0; i < shuffled.Length; i++)
            {
                ReassemblyStatus status = Add(reassembler, shuffled[i], 0, out whole);
                Assert.Equal(i == shuffled.Length - 1 ? ReassemblyStatus.Complete : ReassemblyStatus.Incomplete, status);
            }

            Assert.Equal(ParseStatus.Ok, Parser.Parse(LinkType.Raw, whole, whole!.Length, out PacketHeaders headers));
            Assert.False(headers.IsFragment);
            Assert.Equal((53, 17, version), (headers.DestinationPort, headers.Protocol, headers.IpVersion));
            Assert.Equal(datagram[8..], whole[headers.PayloadOffset..(headers.PayloadOffset + headers.PayloadLength)]);
            Assert.Equal((1, 0, 0), (reassembler.Reassembled, reassembler.Pending, reassembler.Overlapping));
        }
    }

    [Fact]
    public void Add_WholePacket_IsNotAFragment()
    {
        Assert.Equal(ReassemblyStatus.NotAFragment, Add(new FragmentReassembler(), Frame.IPv4(17, Frame.Udp(53, [1])), 0, out _));
    }

    [Fact]
    public void Add_IPv4HeaderWithOptions_IsKept()
    {
        FragmentReassembler reassembler = new();
        byte[] datagram = Frame.Udp(53, Payload(24));
        Add(reassembler, Frame.IPv4(17, datagram[..16], fragment: 0x2000, options: "94040000"), 0, out _);
        Assert.Equal(ReassemblyStatus.Complete, Add(reassembler, Frame.IPv4(17, datagram[16..], fragment: 2), 0, out byte[]? whole));
        Assert.Equal(Frame.IPv4(17, datagram, options: "94040000"), whole);
    }

    [Fact]
    public void Add_OverlappingFragments_KeepTheDataThatCameFirst()
    {
        FragmentReassembler reassembler = new();
        byte[] first = Payload(64);
        byte[] other = new byte[64];
        Add(reassembler, Frame.IPv4(17, first[8..24], fragment: 0x2001), 0, out _);
        Add(reassembler, Frame.IPv4(17, first[32..40], fragment: 0x2004), 0, out _);
        Add(reassembler, Frame.IPv4(17, other[..48], fragment: 0x2000), 0, out _);
        Assert.Equal(ReassemblyStatus.Complete, Add(reassembler, Frame.IPv4(17, first[40..], fragment: 5), 0, out byte[]? whole));

        byte[] expected = [.. other[..8], .. first[8..24], .. other[24..32], .. first[32..40], .. other[40..48], .. first[48..]];
        Assert.Equal(expected, whole![20..]);
        Assert.Equal(2, reassembler.Overlapping);
    }

    [Theory]
    [InlineData("not a multiple of eight", 0x2000, 15)]
    [InlineData("past the largest packet", 0x1FFF, 64)]
    [InlineData("empty", 0x2001, 0)]
    public void Add_ImpossibleFragment_IsRefused(string name, int fragment, int length)
    {
        FragmentReassembler reassembler = new();

        Assert.Equal((name, ReassemblyStatus.Refused), (name, Add(reassembler, Frame.IPv4(17, Payload(length), fragment: fragment), 0, out _)));
        Assert.Equal((1, 0), (reassembler.Refused, reassembler.Pending));
    }

    [Fact]
    public void Add_FragmentCutBySnapLength_IsRefused()
    {
        byte[] packet = Frame.IPv4(17, Payload(64), fragment: 0x2000);

        Assert.Equal(ReassemblyStatus.Refused, Add(new FragmentReassembler(), packet[..60], 0, out _));
    }

    [Fact]
    public void Add_ContradictingEnds_TakeTheDatagramAlong()
    {
        FragmentReassembler reassembler = new();
        Add(reassembler, Frame.IPv4(17, Payload(16), fragment: 4), 0, out _);
        Assert.Equal(ReassemblyStatus.Refused, Add(reassembler, Frame.IPv4(17, Payload(16), fragment: 8), 0, out _));
        Assert.Equal(0, reassembler.Pending);

        Add(reassembler, Frame.IPv4(17, Payload(64), fragment: 0x2004), 0, out _);
        Assert.Equal(ReassemblyStatus.Refused, Add(reassembler, Frame.IPv4(17, Payload(16), fragment: 1), 0, out _));
        Assert.Equal(2, reassembler.Refused);
    }

    [Fact]
    public void Add_ManyHoles_AreRefused()
    {
        FragmentReassembler reassembler = new();
        ReassemblyStatus status = ReassemblyStatus.Incomplete;
        int added = 0;
        while (status == ReassemblyStatus.Incomplete)
        {
            status = Add(reassembler, Frame.IPv4(17, Payload(8), fragment: 0x2000 | (2 * added++)), 0, out _);
        }

        Assert.Equal((ReassemblyStatus.Refused, 33, 0), (status, added, reassembler.Pending));
    }

    [Fact]
    public void Add_AfterTheTimeout_StartsAnew()
    {
        FragmentReassembler reassembler = new(new FragmentReassemblerOptions { TimeoutMs = 1000 });
        byte[] datagram = Frame.Udp(53, Payload(24));
        Add(reassembler, Frame.IPv4(17, datagram[..16], fragment: 0x2000), 0, out _);
        Assert.Equal(ReassemblyStatus.Incomplete, Add(reassembler, Frame.IPv4(17, datagram[16..], fragment: 2), 1000, out _));
        Assert.Equal((1, 1, 0), (reassembler.Expired, reassembler.Pending, reassembler.Reassembled));
        reassembler.Expire(2000);
        Assert.Equal((2, 0), (reassembler.Expired, reassembler.Pending));
    }

    [Fact]
    public void Add_MoreDatagramsThanAllowed_EvictTheOldest()
    {
        FragmentReassembler reassembler = new(new FragmentReassemblerOptions { MaxDatagrams = 10 });
        for (int id = 0; id < 100; id++)
        {
            Add(reassembler, Frame.IPv4(17, Payload(16), id: id, fragment: 0x2000), 0, out _);
        }

        Assert.Equal((10, 90), (reassembler.Pending, reassembler.Evicted));
        Assert.Equal(ReassemblyStatus.Complete, Add(reassembler, Frame.IPv4(17, Payload(16), id: 95, fragment: 2), 0, out _));
    }

    [Fact]
    public void Add_MoreOctetsThanAllowed_StaysUnderTheLimit()
    {
        FragmentReassembler reassembler = new(new FragmentReassemblerOptions { MaxOctets = 200_000 });
        Random random = new(5);
        for (int i = 0; i < 20_000; i++)
        {
            int fragment = random.Next(4) == 0 ? random.Next(0, 8100) : 0x2000 | random.Next(0, 8100);
            Add(reassembler, Frame.IPv4(17, Payload(8 * random.Next(1, 30)), id: random.Next(50), fragment: fragment), i, out _);
            Assert.True(reassembler.BufferOctets <= 200_000);
        }

        Assert.True(reassembler.Evicted > 0);
    }

    [Fact]
    public void Add_SteadyTraffic_AllocatesNothing()
    {
        FragmentReassembler reassembler = new();
        byte[] datagram = Frame.Udp(53, Payload(2800));
        List<byte[]> fragments = Cut(4, datagram, 1400, id: 1);
        PacketHeaders[] headers = [.. fragments.Select(fragment =>
        {
            Parser.Parse(LinkType.Raw, fragment, fragment.Length, out PacketHeaders parsed);
            return parsed;
        })];
        long allocated = AllocatedBytes.Of(() =>
        {
            for (int i = 0; i < 1000; i++)
            {
                for (int j = 0; j < headers.Length; j++)
                {
                    reassembler.Add(fragments[j], headers[j], i, out _);
                }
            }
        });

        Assert.Equal(0, allocated);
        Assert.Equal(5000, reassembler.Reassembled);
    }

    [Fact]
    public void Add_MutatedFragments_StayInside()
    {
        FragmentReassembler reassembler = new(new FragmentReassemblerOptions { MaxDatagrams = 64, MaxOctets = 1 << 20 });
        byte[] datagram = Frame.Udp(53, Payload(400));
        List<byte[]> fragments = [.. Cut(4, datagram, 64, id: 1), .. Cut(6, datagram, 64, id: 1)];
        Random random = new(11);
        for (int i = 0; i < 100_000; i++)
        {
            byte[] packet = (byte[])fragments[random.Next(fragments.Count)].Clone();
            if (random.Next(2) == 0)
            {
                packet[random.Next(Math.Min(48, packet.Length))] = (byte)random.Next(256);
            }

            if (Add(reassembler, packet, i, out byte[]? whole) == ReassemblyStatus.Complete)
            {
                Assert.InRange(whole!.Length, 20, 65_575);
                Parser.Parse(LinkType.Raw, whole, whole.Length, out PacketHeaders headers);
                Assert.False(headers.IsFragment && headers.IpVersion == 4);
            }

            Assert.InRange(reassembler.Pending, 0, 64);
        }

        Assert.True(reassembler.Reassembled > 0);
    }

    // Datagrams that tshark joined: frames with ip.fragments or ipv6.fragments.
    [Theory]
    [InlineData("arkime__socks5-http-302-frag.pcap", 62, 4)]
    [InlineData("pcapplusplus__frag_http_req.pcap", 11, 1)]
    [InlineData("pcapplusplus__http_req_frag.pcap", 12, 1)]
    [InlineData("pcapplusplus__ip6_fragments.pcap", 36, 4)]
    [InlineData("pcapplusplus__ipfragutil_bpf_filter.pcap", 10, 5)]
    [InlineData("pcapplusplus__ipfragutil_ip_ids.pcap", 6, 2)]
    [InlineData("pcapplusplus__ipv6-frag.pcap", 4, 1)]
    [InlineData("suricata__frag-ip-tcp-syn.pcap", 3, 1)]
    [InlineData("suricata__frag-ip-tcp.pcap", 3, 1)]
    [InlineData("zeek__fragmented-2.pcap", 3, 0)]
    [InlineData("zeek__fragmented-3.pcap", 5, 0)]
    [InlineData("zeek__fragmented-4.pcap", 4, 1)]
    [InlineData("zeek__fragmented-syn.pcap", 2, 1)]
    public void Add_PublishedFragments_AreJoinedAsTsharkDoes(string file, int fragments, int joined)
    {
        if (PublishedData.Folder is null)
        {
            return;
        }

        Assert.Equal((fragments, joined), Join(Path.Combine(PublishedData.Folder, "packets", "fragments", file)));
    }

    [Fact]
    public void Add_PublishedHostileFiles_StayInside()
    {
        foreach (string path in PublishedData.Files("malformed"))
        {
            Join(path);
        }
    }

    private static (int Fragments, int Joined) Join(string path)
    {
        FragmentReassembler reassembler = new();
        using CaptureReader reader = CaptureReader.Open(File.OpenRead(path));
        int fragments = 0;
        while (reader.TryReadNext(out CapturedPacket packet))
        {
            Parser.Parse(packet.LinkType, packet.Data, packet.WireLength, out PacketHeaders headers);
            fragments += headers.IsFragment ? 1 : 0;
            if (reassembler.Add(packet.Data, headers, packet.TimestampNs / 1_000_000, out ReadOnlySpan<byte> whole) == ReassemblyStatus.Complete)
            {
                Parser.Parse(LinkType.Raw, whole, whole.Length, out headers);
                Assert.NotEqual(0, headers.IpVersion);
            }
        }

        return (fragments, (int)reassembler.Reassembled);
    }

    private static ReassemblyStatus Add(FragmentReassembler reassembler, byte[] packet, long nowMs, out byte[]? whole)
    {
        Parser.Parse(LinkType.Raw, packet, packet.Length, out PacketHeaders headers);
        ReassemblyStatus status = reassembler.Add(packet, headers, nowMs, out ReadOnlySpan<byte> joined);
        whole = status == ReassemblyStatus.Complete ? joined.ToArray() : null;
        return status;
    }

    private static byte[] Payload(int length) => [.. Enumerable.Range(1, length).Select(i => (byte)i)];

    private static List<byte[]> Cut(int version, byte[] datagram, int size, int id)
    {
        List<byte[]> fragments = [];
        for (int start = 0; start < datagram.Length; start += size)
        {
            byte[] piece = datagram[start..Math.Min(datagram.Length, start + size)];
            bool more = start + size < datagram.Length;
            fragments.Add(version == 4
                ? Frame.IPv4(17, piece, id, (more ? 0x2000 : 0) | (start / 8))
                : Frame.IPv6Fragment(17, start | (more ? 1 : 0), (uint)id, piece));
        }

        return fragments;
    }
}
