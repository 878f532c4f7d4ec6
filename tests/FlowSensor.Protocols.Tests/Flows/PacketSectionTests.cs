using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Flows;
using FlowSensor.Protocols.SFlow;
using FlowSensor.Protocols.Tests.Packets;
using FlowSensor.Protocols.Tests.Pcap;
using FlowSensor.Protocols.Tests.SFlow;

namespace FlowSensor.Protocols.Tests.Flows;

/// <summary>Records that hold nothing but the start of a sampled packet count for who sent it.</summary>
public sealed class PacketSectionTests
{
    private static readonly byte[] Tcp = Frame.Ethernet(0x0800, Frame.IPv4(6, Frame.Tcp("hello")));
    private static readonly byte[] Udp = Frame.IPv6(17, Frame.Udp(53, new byte[100]));

    [Theory]
    [InlineData(315)]
    [InlineData(104)]
    public void Complete_FrameOfIPv4AndTcp_FillsTheRecord(int element)
    {
        FlowRecord record = Assert.Single(Decode(Sections(element, Tcp)));

        Assert.Equal(("192.0.2.1", "198.51.100.2"), (record.Source.ToString(), record.Destination.ToString()));
        Assert.Equal((40_000ul, 25ul, 6ul, 0x12ul, 0x10ul), (record.SourcePort, record.DestinationPort, record.Protocol, record.TcpFlags, record.Tos));
        Assert.Equal((0x020000000001ul, 0x020000000002ul, 0ul), (record.SourceMac, record.DestinationMac, record.Vlan));
        Assert.Equal((1ul, 45ul, 3ul), (record.Packets, record.Octets, record.Input));
    }

    [Fact]
    public void Complete_PacketOfIPv6AndUdpCutAfterItsHeaders_HasTheLengthItsHeaderSays()
    {
        FlowRecord record = Assert.Single(Decode(Sections(313, Udp[..48])));

        Assert.Equal(("2001:db8::1", "2001:db8::2"), (record.Source.ToString(), record.Destination.ToString()));
        Assert.Equal((40_000ul, 53ul, 17ul, 0x20ul), (record.SourcePort, record.DestinationPort, record.Protocol, record.Tos));
        Assert.Equal((1ul, 148ul), (record.Packets, record.Octets));
    }

    [Fact]
    public void Complete_PingInAFrameOfAVlan_HasTypeAndVlan()
    {
        byte[] frame = Frame.Ethernet(0x8100, [0x20, 0x64, 0x08, 0x00, .. Frame.IPv4(1, [8, 0, 0, 0, 0, 0, 0, 0])]);

        FlowRecord record = Assert.Single(Decode(Sections(315, frame)));

        Assert.Equal((100ul, 1ul, 0x0800ul, 0ul, 28ul), (record.Vlan, record.Protocol, record.IcmpTypeCode, record.DestinationPort, record.Octets));
    }

    [Theory]
    [InlineData("nothing", 0, false, 0)]
    [InlineData("within the link layer", 13, false, 13)]
    [InlineData("within the IP header", 33, false, 33)]
    [InlineData("before the ports", 34, true, 45)]
    [InlineData("behind the ports", 38, true, 45)]
    public void Complete_FrameThatIsCut_WhatIsThere(string what, int length, bool hasAddresses, int octets)
    {
        // The record before was whole: nothing of it is left.
        List<FlowRecord> records = Decode(Sections(315, Tcp, Tcp[..length]));

        Assert.Equal(2, records.Count);
        FlowRecord record = records[1];
        Assert.True(hasAddresses == !record.Source.IsNone && hasAddresses == !record.Destination.IsNone, what);
        Assert.Equal((1ul, (ulong)octets), (record.Packets, record.Octets));
        Assert.Equal(length >= 38 ? (40_000ul, 25ul) : (0ul, 0ul), (record.SourcePort, record.DestinationPort));
        Assert.Equal((hasAddresses ? 6ul : 0, hasAddresses ? 0x10ul : 0, 0ul), (record.Protocol, record.Tos, record.TcpFlags));
        Assert.Equal(length >= 14 ? 0x020000000001ul : 0, record.SourceMac);
    }

    [Fact]
    public void Complete_SectionOfFixedLength_FillsTheRecord()
    {
        byte[] datagram = DatagramBuilder.V9()
            .Set(0).Template(300, (104, 64), (10, 2))
            .Set(300).Bytes(Tcp).Bytes(new byte[64 - Tcp.Length]).U16(3)
            .Build();

        FlowRecord record = Assert.Single(Decode(datagram));

        Assert.Equal(("192.0.2.1", 45ul, 3ul), (record.Source.ToString(), record.Octets, record.Input));
    }

    [Fact]
    public void Complete_TemplateWithAddresses_TheseStay()
    {
        byte[] datagram = DatagramBuilder.Ipfix()
            .Set(2).Template(300, (8, 4), (12, 4), (4, 1), (315, 65535))
            .Set(300).U32(0xC0000207).U32(0xC6336408).U8(17).U8(54).Bytes(Tcp.AsSpan(0, 54))
            .Build();

        FlowRecord record = Assert.Single(Decode(datagram));

        Assert.Equal(("192.0.2.7", "198.51.100.8", 17ul, 0ul), (record.Source.ToString(), record.Destination.ToString(), record.Protocol, record.SourcePort));
        Assert.Equal((1ul, 45ul), (record.Packets, record.Octets));
    }

    [Theory]
    [InlineData("whole", true)]
    [InlineData("an impossible TCP header", true)]
    [InlineData("cut behind the IPv4 header", false)]
    [InlineData("a later fragment", false)]
    [InlineData("cut in a chain of IPv6 headers", false)]
    public void Complete_FieldsThatTheSectionDoesNotTell_TheseStay(string what, bool isTold)
    {
        // An IP packet has no MAC addresses.
        byte[] section = Frame.IPv4(6, Frame.Tcp("hello"));
        switch (what)
        {
            case "an impossible TCP header":
                section[20 + 12] = 0;
                break;
            case "cut behind the IPv4 header":
                section = section[..20];
                break;
            case "a later fragment":
                section[7] = 9;
                break;
            case "cut in a chain of IPv6 headers":
                section = Frame.IPv6(0, [6, 1])[..42];
                break;
        }

        byte[] datagram = DatagramBuilder.Ipfix()
            .Set(2).Template(300, (4, 1), (7, 2), (11, 2), (6, 1), (56, 6), (80, 6), (313, 65535))
            .Set(300).U8(6).U16(40_001).U16(587).U8(0x18).Bytes(new byte[] { 2, 0, 0, 0, 0, 7, 2, 0, 0, 0, 0, 8 }).U8(section.Length).Bytes(section)
            .Build();

        FlowRecord record = Assert.Single(Decode(datagram));

        Assert.False(record.Source.IsNone);
        Assert.Equal(isTold ? (6ul, 40_000ul, 25ul, 0x12ul) : (6ul, 40_001ul, 587ul, 0x18ul), (record.Protocol, record.SourcePort, record.DestinationPort, record.TcpFlags));
        Assert.Equal((0x020000000007ul, 0x020000000008ul), (record.SourceMac, record.DestinationMac));
    }

    [Fact]
    public void Complete_TemplateWithCounters_TheseStay()
    {
        byte[] datagram = DatagramBuilder.Ipfix()
            .Set(2).Template(300, (1, 4), (2, 4), (315, 65535))
            .Set(300).U32(9_000).U32(6).U8(Tcp.Length).Bytes(Tcp)
            .Build();

        FlowRecord record = Assert.Single(Decode(datagram));

        Assert.Equal(("192.0.2.1", 6ul, 9_000ul), (record.Source.ToString(), record.Packets, record.Octets));
    }

    [Fact]
    public void Complete_SeveralSections_TheFirstThatIsNotEmpty()
    {
        byte[] datagram = DatagramBuilder.Ipfix()
            .Set(2).Template(300, (315, 65535), (313, 65535), (104, 65535))
            .Set(300).U8(0).U8(Udp.Length).Bytes(Udp).U8(Tcp.Length).Bytes(Tcp)
            .Build();

        Assert.Equal("2001:db8::1", Assert.Single(Decode(datagram)).Source.ToString());
    }

    [Fact]
    public void Complete_CountedFieldsOnly_SameButForLabels()
    {
        byte[] frame = SFlowBytes.TcpFrame();
        FlowRecord whole = Assert.Single(Decode(Sections(315, frame)));
        FlowRecord counted = Assert.Single(Decode(Sections(315, frame), everyField: false));

        Assert.NotEqual((0ul, 0ul, 0ul), (whole.Vlan, whole.Tos, whole.SourceMac));
        (whole.Vlan, whole.Tos, whole.SourceMac, whole.DestinationMac, whole.Input) = (0, 0, 0, 0, 0);
        Assert.Equal(FlowRecord.Slots(ref whole).ToArray(), FlowRecord.Slots(ref counted).ToArray());
    }

    [Fact]
    public void Complete_FrameThatSFlowSampled_IsTheSameRecord()
    {
        byte[] frame = SFlowBytes.TcpFrame();
        FlowRecord section = Assert.Single(Decode(Sections(315, frame)));
        FlowRecord sample = default;
        var sink = new RecordingSink();
        new SFlowDecoder().Decode(
            SFlowBytes.Datagram(SFlowBytes.FlowSample(1, 3, 0, SFlowBytes.RawHeader(1, (uint)frame.Length, frame))), section.ExportTime, sink, ref sample, out _);

        FlowRecord sampled = Assert.Single(sink.Records);
        Assert.Equal((ulong)frame.Length - 18, section.Octets);
        (sampled.Version, sampled.ObservationDomainId, sampled.SamplingInterval, sampled.Octets) = (section.Version, section.ObservationDomainId, section.SamplingInterval, section.Octets);
        Assert.Equal(FlowRecord.Slots(ref section).ToArray(), FlowRecord.Slots(ref sampled).ToArray());
    }

    [Fact]
    public void Complete_AnyOctets_NeverThrowsAndGivesTheSameAgain()
    {
        Random random = new(5);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] section = new byte[random.Next(0, 90)];
            random.NextBytes(section);
            byte[] original = round % 2 == 0 ? Tcp : Udp;
            original.AsSpan(0, Math.Min(section.Length, random.Next(original.Length))).CopyTo(section);
            byte[] datagram = Sections(round % 4 < 2 ? 315 : 313, section);

            FlowRecord first = Assert.Single(Decode(datagram));
            FlowRecord second = Assert.Single(Decode(datagram));

            Assert.InRange(first.Octets, 0ul, 65_575ul);
            Assert.Equal(FlowRecord.Slots(ref first).ToArray(), FlowRecord.Slots(ref second).ToArray());
        }
    }

    [Fact]
    public void Complete_ManyRecords_NothingAllocated()
    {
        byte[] datagram = Sections(315, Tcp, Tcp[..20], SFlowBytes.TcpFrame());
        LastSink sink = new();
        DatagramDecoder decoder = new(sink);
        ObservationDomain domain = new();
        DatagramHeader.TryRead(datagram, out DatagramHeader header);
        decoder.Decode(datagram, header, domain, out _);
        long allocated = AllocatedBytes.Of(() =>
        {
            for (int i = 0; i < 1_000; i++)
            {
                decoder.Decode(datagram, header, domain, out _);
            }
        });

        Assert.Equal(0, allocated);
        Assert.Equal("192.0.2.1", sink.Source.ToString());
    }

    // A template of an interface and a section, and a record for each section.
    private static byte[] Sections(int element, params ReadOnlySpan<byte[]> sections)
    {
        DatagramBuilder datagram = DatagramBuilder.Ipfix().Set(2).Template(300, (10, 4), (element, 65535)).Set(300);
        foreach (byte[] section in sections)
        {
            datagram.U32(3).U8(section.Length).Bytes(section);
        }

        return datagram.Build();
    }

    private static List<FlowRecord> Decode(byte[] datagram, bool everyField = true)
    {
        RecordingSink sink = new();
        Assert.Equal(DecodeStatus.Ok, DatagramHeader.TryRead(datagram, out DatagramHeader header));
        Assert.Equal(DecodeStatus.Ok, new DatagramDecoder(sink, everyField).Decode(datagram, header, new ObservationDomain(), out _));
        return sink.Records;
    }

    private sealed class LastSink : IDatagramSink
    {
        public IpAddress Source { get; private set; }

        public void OnFlow(ref FlowRecord record) => Source = record.Source;

        public void OnTemplate(Template template)
        {
        }

        public void OnTemplateWithdrawn(ushort templateId)
        {
        }

        public void OnUnknownSet(ushort setId, ReadOnlySpan<byte> records)
        {
        }
    }
}
