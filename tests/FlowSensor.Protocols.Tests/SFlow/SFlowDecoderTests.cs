using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Flows;
using FlowSensor.Protocols.Packets;
using FlowSensor.Protocols.SFlow;
using FlowSensor.Protocols.Tests.Packets;
using FlowSensor.Protocols.Tests.Pcap;

namespace FlowSensor.Protocols.Tests.SFlow;

public sealed class SFlowDecoderTests
{
    private const long Now = 1_700_000_000_000;

    private static readonly byte[] RawTcp = SFlowBytes.RawHeader(1, 1518, SFlowBytes.TcpFrame());

    [Fact]
    public void Decode_RawHeader_GivesOneRecordOfTheFrame()
    {
        FlowRecord record = Single(SFlowBytes.FlowSample(2000, 11, 12, RawTcp), out SFlowDatagramInfo info);

        Assert.Equal("192.0.2.1:40000 198.51.100.2:25", $"{record.Source}:{record.SourcePort} {record.Destination}:{record.DestinationPort}");
        Assert.Equal((6ul, 0x12ul, 0x10ul, 1ul, 1518ul, 2000ul), (record.Protocol, record.TcpFlags, record.Tos, record.Packets, record.Octets, record.SamplingInterval));
        Assert.Equal((11ul, 12ul, 100ul, 0x020000000001ul, 0x020000000002ul), (record.Input, record.Output, record.Vlan, record.SourceMac, record.DestinationMac));
        Assert.Equal((105ul, 3ul, Now, Now, Now), (record.Version, record.ObservationDomainId, record.First, record.Last, record.ExportTime));
        Assert.Equal(("192.0.2.9", 3u, 77u, 5000u), (info.AgentAddress.ToString(), info.SubAgentId, info.SequenceNumber, info.UptimeMs));
        Assert.Equal((1, 1, 0, 0, 0), (info.Samples, info.FlowSamples, info.CounterSamples, info.UnknownSamples, info.SamplesWithoutIp));
    }

    [Theory]
    [InlineData(11u)]
    [InlineData(12u)]
    [InlineData(7u)]
    [InlineData(13u)]
    [InlineData(14u)]
    public void Decode_OtherHeaderProtocols_FindThePacket(uint protocol)
    {
        byte[] packet = protocol == 12 ? Frame.IPv6(6, Frame.Tcp("x")) : Frame.IPv4(6, Frame.Tcp("x"));
        byte[] prefix = protocol switch { 7 or 14 => Frame.Hex("ff030021"), 13 => Frame.Hex("00011140"), _ => [] };
        FlowRecord record = Single(SFlowBytes.FlowSample(1, 0, 0, SFlowBytes.RawHeader(protocol, 100, [.. prefix, .. packet])), out _);

        Assert.Equal((25ul, 100ul), (record.DestinationPort, record.Octets));
    }

    [Theory]
    [InlineData(0x3FFFFFFFu, 0ul, 0ul)]
    [InlineData(0x40000002u, 0ul, 128ul)]
    [InlineData(0x80000003u, 0ul, 0ul)]
    [InlineData(0x00000007u, 7ul, 0ul)]
    public void Decode_OutputForms_GiveAnIndexOnlyForASingleInterface(uint output, ulong expected, ulong forwarding)
    {
        FlowRecord record = Single(SFlowBytes.FlowSample(1, 5, output, RawTcp), out _);
        Assert.Equal((5ul, expected, forwarding), (record.Input, record.Output, record.ForwardingStatus));

        record = Single(SFlowBytes.ExpandedFlowSample(1, 5, output >> 30, output & 0x3FFFFFFF, RawTcp), out _);
        Assert.Equal((5ul, expected, forwarding), (record.Input, record.Output, record.ForwardingStatus));
    }

    [Fact]
    public void Decode_ExpandedIndexAboveThirtyBits_IsKept()
    {
        Assert.Equal(0xC0000001ul, Single(SFlowBytes.ExpandedFlowSample(1, 0xC0000001, 0, 7, RawTcp), out _).Input);
    }

    [Fact]
    public void Decode_SampledIpRecords_FillTheRecord()
    {
        byte[] four = SFlowBytes.Item(3, [.. SFlowBytes.U32(60, 17, 0xC0000201, 0xC6336402, 40000, 53, 0, 0x10)]);
        FlowRecord record = Single(SFlowBytes.FlowSample(10, 1, 2, four), out _);
        Assert.Equal("192.0.2.1:40000 198.51.100.2:53 17 60", $"{record.Source}:{record.SourcePort} {record.Destination}:{record.DestinationPort} {record.Protocol} {record.Octets}");

        byte[] six = SFlowBytes.Item(4, [.. SFlowBytes.U32(80, 6, 0x20010DB8, 0, 0, 1, 0x20010DB8, 0, 0, 2, 40000, 25, 2, 0)]);
        record = Single(SFlowBytes.FlowSample(10, 1, 2, six), out _);
        Assert.Equal("2001:db8::1 2001:db8::2 25 2 80", $"{record.Source} {record.Destination} {record.DestinationPort} {record.TcpFlags} {record.Octets}");

        byte[] frame = SFlowBytes.Item(2, [.. SFlowBytes.U32(98), .. Frame.Hex("020000000001 0000 020000000002 0000 00000800")]);
        record = Single(SFlowBytes.FlowSample(10, 1, 2, frame, six), out _);
        Assert.Equal((98ul, 25ul, 0x020000000001ul), (record.Octets, record.DestinationPort, record.SourceMac));

        record = Single(SFlowBytes.FlowSample(10, 1, 2, RawTcp, four), out _);
        Assert.Equal((1518ul, 25ul), (record.Octets, record.DestinationPort));
    }

    [Fact]
    public void Decode_ExtendedRecords_FillTheRecord()
    {
        FlowRecord record = Single(
            SFlowBytes.FlowSample(
                10,
                1,
                2,
                SFlowBytes.Item(1001, SFlowBytes.U32(30, 0, 40, 0)),
                SFlowBytes.Item(1002, SFlowBytes.U32(1, 0xC0000263, 24, 16)),
                SFlowBytes.Item(1003, SFlowBytes.U32(1, 0xC0000264, 64500, 64501, 64502, 2, 1, 1, 64503, 2, 2, 64504, 64505, 0, 100)),
                SFlowBytes.Item(1007, SFlowBytes.U32(1, 0xC6336401, 1, 0xC6336402)),
                SFlowBytes.Item(1020, SFlowBytes.U32(5000, 6000)),
                SFlowBytes.Item(0x12345678, [1, 2, 3]),
                RawTcp),
            out _);

        Assert.Equal((30ul, 40ul, 24ul, 16ul), (record.Vlan, record.PostVlan, record.SourceMask, record.DestinationMask));
        Assert.Equal(("192.0.2.99", "192.0.2.100", 64501ul, 64505ul), (record.NextHop.ToString(), record.BgpNextHop.ToString(), record.SourceAs, record.DestinationAs));
        Assert.Equal("198.51.100.1:5000 198.51.100.2:6000", $"{record.PostNatSource}:{record.PostNatSourcePort} {record.PostNatDestination}:{record.PostNatDestinationPort}");
        Assert.Equal(25ul, record.DestinationPort);
    }

    [Fact]
    public void Decode_SampleWithoutIp_IsStillARecord()
    {
        byte[] arp = SFlowBytes.RawHeader(1, 64, Frame.Ethernet(0x0806, new byte[28]));
        FlowRecord record = Single(SFlowBytes.FlowSample(10, 1, 2, arp), out SFlowDatagramInfo info);
        Assert.Equal((64ul, 1ul, true, 1), (record.Octets, record.Packets, record.Source.IsNone, info.SamplesWithoutIp));

        record = Single(SFlowBytes.FlowSample(10, 1, 2), out _);
        Assert.Equal((0ul, 1ul), (record.Octets, record.Packets));
    }

    [Fact]
    public void Decode_CounterAndVendorSamples_AreCounted()
    {
        byte[] datagram = SFlowBytes.Datagram(SFlowBytes.Item(2, new byte[8]), SFlowBytes.Item(4, new byte[8]), SFlowBytes.Item(0x00001001, new byte[8]), SFlowBytes.Item(5, new byte[8]));

        Assert.Equal(DecodeStatus.Ok, Decode(datagram, out RecordingSink sink, out SFlowDatagramInfo info));
        Assert.Empty(sink.Records);
        Assert.Equal((4, 2, 2), (info.Samples, info.CounterSamples, info.UnknownSamples));
    }

    [Fact]
    public void Decode_TheExporterOfTheScratchRecord_IsKept()
    {
        FlowRecord scratch = new() { Exporter = IpAddress.Parse("192.0.2.50"), ExporterIndex = 9, PostVlan = 99 };
        RecordingSink sink = new();
        new SFlowDecoder().Decode(SFlowBytes.Datagram(SFlowBytes.FlowSample(1, 1, 1, RawTcp)), Now, sink, ref scratch, out _);

        Assert.Equal(("192.0.2.50", 9L, 0ul), (sink.Records[0].Exporter.ToString(), sink.Records[0].ExporterIndex, sink.Records[0].PostVlan));
    }

    [Theory]
    [InlineData("nothing", "", DecodeStatus.TruncatedHeader)]
    [InlineData("version 4", "00000004 00000001 c0000209 00000001 00000001 00000000", DecodeStatus.UnsupportedVersion)]
    [InlineData("NetFlow v5", "00050001", DecodeStatus.UnsupportedVersion)]
    [InlineData("address of type 3", "00000005 00000003 c0000209 00000001 00000001 00000000 00000000", DecodeStatus.TruncatedHeader)]
    [InlineData("header cut", "00000005 00000001 c0000209 00000001 00000001 00000000", DecodeStatus.TruncatedHeader)]
    [InlineData("no sample there", "00000005 00000001 c0000209 00000003 00000001 00000000 00000001", DecodeStatus.BadCount)]
    [InlineData("absurd sample length", "00000005 00000001 c0000209 00000003 00000001 00000000 00000001 00000001 ffffffff", DecodeStatus.BadSetLength)]
    [InlineData("flow sample cut", "00000005 00000001 c0000209 00000003 00000001 00000000 00000001 00000001 00000004 00000001", DecodeStatus.TruncatedRecord)]
    public void Decode_BrokenDatagram_SaysWhy(string name, string hex, DecodeStatus expected)
    {
        Assert.Equal((name, expected), (name, Decode(Frame.Hex(hex), out RecordingSink sink, out _)));
        Assert.Empty(sink.Records);
    }

    [Theory]
    [InlineData("absurd record length", 1u, 0xFFFFFFFFu)]
    [InlineData("raw header too short", 1u, 8u)]
    [InlineData("switch record too short", 1001u, 8u)]
    [InlineData("gateway with an absurd path", 1003u, 40u)]
    public void Decode_BrokenRecord_KeepsTheSamplesBefore(string name, uint format, uint length)
    {
        byte[] content = [.. SFlowBytes.U32(1, 0xC0000264, 1, 1, 1, 0xFFFFFFFF, 1, 0xFFFFFFFF, 0, 0)];
        byte[] broken = SFlowBytes.FlowSample(1, 1, 1, [.. SFlowBytes.U32(format, length), .. content]);

        Assert.Equal((name, DecodeStatus.TruncatedRecord), (name, Decode(SFlowBytes.Datagram(SFlowBytes.FlowSample(1, 1, 1, RawTcp), broken), out RecordingSink sink, out _)));
        Assert.Single(sink.Records);
    }

    [Fact]
    public void Decode_EveryPrefix_GivesOnlyWholeSamples()
    {
        byte[] sample = SFlowBytes.FlowSample(1, 1, 1, RawTcp);
        byte[] datagram = SFlowBytes.Datagram(sample, SFlowBytes.Item(2, new byte[8]), SFlowBytes.ExpandedFlowSample(1, 1, 0, 1, RawTcp));
        for (int length = 0; length < datagram.Length; length++)
        {
            Assert.NotEqual(DecodeStatus.Ok, Decode(datagram[..length], out RecordingSink sink, out _));
            Assert.Equal(length < 28 + sample.Length ? 0 : 1, sink.Records.Count);
        }
    }

    [Fact]
    public void Decode_MutatedDatagrams_EndsWithinTheDatagram()
    {
        byte[] seed = SFlowBytes.Datagram(
            SFlowBytes.FlowSample(1, 1, 1, RawTcp, SFlowBytes.Item(1001, SFlowBytes.U32(30, 0, 40, 0))),
            SFlowBytes.Item(2, new byte[8]),
            SFlowBytes.ExpandedFlowSample(1, 1, 0, 1, SFlowBytes.Item(1003, SFlowBytes.U32(1, 0xC0000264, 64500, 64501, 64502, 1, 1, 1, 64503, 0, 100)), RawTcp));
        SFlowDecoder decoder = new();
        CountingSink sink = new();
        FlowRecord scratch = default;
        Random random = new(99);
        byte[] datagram = new byte[seed.Length];
        for (int i = 0; i < 100_000; i++)
        {
            seed.CopyTo(datagram, 0);
            for (int flips = random.Next(1, 6); flips > 0; flips--)
            {
                datagram[random.Next(datagram.Length)] = random.Next(4) == 0 ? (byte)0xFF : (byte)random.Next(256);
            }

            int before = sink.Count;
            decoder.Decode(datagram.AsSpan(0, random.Next(4, datagram.Length + 1)), Now, sink, ref scratch, out SFlowDatagramInfo info);
            Assert.True(info.Samples <= seed.Length / 8);
            Assert.Equal(info.FlowSamples, sink.Count - before);
        }
    }

    [Fact]
    public void Decode_ManyDatagrams_AllocatesNothing()
    {
        byte[] datagram = SFlowBytes.Datagram(SFlowBytes.FlowSample(1, 1, 1, RawTcp), SFlowBytes.ExpandedFlowSample(1, 1, 0, 1, RawTcp));
        SFlowDecoder decoder = new(new PacketParser());
        CountingSink sink = new();
        FlowRecord scratch = default;
        long allocated = AllocatedBytes.Of(() =>
        {
            for (int i = 0; i < 5000; i++)
            {
                decoder.Decode(datagram, Now, sink, ref scratch, out _);
            }
        });

        Assert.Equal(0, allocated);
    }

    private static FlowRecord Single(byte[] sample, out SFlowDatagramInfo info)
    {
        Assert.Equal(DecodeStatus.Ok, Decode(SFlowBytes.Datagram(sample), out RecordingSink sink, out info));
        return Assert.Single(sink.Records);
    }

    private static DecodeStatus Decode(byte[] datagram, out RecordingSink sink, out SFlowDatagramInfo info)
    {
        sink = new RecordingSink();
        FlowRecord scratch = default;
        return new SFlowDecoder().Decode(datagram, Now, sink, ref scratch, out info);
    }
}
