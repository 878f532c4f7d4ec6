using FlowSensor.Protocols.Flows;

namespace FlowSensor.Protocols.Tests.Flows;

public sealed class DatagramDecoderTests
{
    private const long ExportTime = 1_700_000_000_000;

    private readonly RecordingSink _sink = new();
    private readonly ObservationDomain _domain = new();

    [Fact]
    public void Decode_V5Record_EveryFieldRead()
    {
        byte[] datagram = DatagramBuilder.V5(1, uptime: 60_000, sequence: 7, sampling: 0x4064)
            .U32(0xC0000201).U32(0xC6336402).U32(0xCB007103).U16(11).U16(22)
            .U32(1000).U32(64_000).U32(50_000).U32(59_500).U16(1025).U16(25)
            .U8(0).U8(0x1B).U8(6).U8(0x10).U16(64500).U16(64501).U8(24).U8(16).U16(0)
            .Build();

        Assert.Equal(DecodeStatus.Ok, Decode(datagram, out DatagramCounts counts));

        FlowRecord record = Assert.Single(_sink.Records);
        Assert.Equal(1, counts.FlowRecords);
        Assert.Equal("192.0.2.1", record.Source.ToString());
        Assert.Equal("198.51.100.2", record.Destination.ToString());
        Assert.Equal("203.0.113.3", record.NextHop.ToString());
        Assert.Equal((11ul, 22ul, 1000ul, 64_000ul), (record.Input, record.Output, record.Packets, record.Octets));
        Assert.Equal((1025ul, 25ul, 6ul, 0x1Bul, 0x10ul), (record.SourcePort, record.DestinationPort, record.Protocol, record.TcpFlags, record.Tos));
        Assert.Equal((64500ul, 64501ul, 24ul, 16ul), (record.SourceAs, record.DestinationAs, record.SourceMask, record.DestinationMask));
        Assert.Equal(ExportTime - 10_000, record.First);
        Assert.Equal(ExportTime - 500, record.Last);
        Assert.Equal(0x0102ul, record.ObservationDomainId);
        Assert.Equal(100ul, record.SamplingInterval);
    }

    [Theory]
    [InlineData("sampling mode bits do not count", 0x8002, 2)]
    [InlineData("fourteen bits of interval", 0x7FFF, 0x3FFF)]
    [InlineData("no interval is unknown", 0x4000, 0)]
    public void Decode_V5Sampling_LowFourteenBits(string what, int word, int interval)
    {
        Decode([.. DatagramBuilder.V5(1, sampling: (ushort)word).Build(), .. new byte[48]], out _);
        Assert.True((ulong)interval == _sink.Records[0].SamplingInterval, what);
    }

    [Theory]
    [InlineData("count beyond the datagram", 2)]
    [InlineData("absurd count", 65535)]
    [InlineData("no records", 0)]
    public void Decode_V5CountThatDoesNotFit_Refused(string what, int count)
    {
        byte[] datagram = [.. DatagramBuilder.V5(count).Build(), .. new byte[48]];
        Assert.True(Decode(datagram, out _) == DecodeStatus.BadCount, what);
        Assert.Empty(_sink.Records);
    }

    [Fact]
    public void Decode_V1ShortRecords_ToldApartByLength()
    {
        byte[] shortRecord = [.. new byte[16], 0, 0, 0, 3, 0, 0, 0, 9, .. new byte[24]];
        byte[] header = [0, 1, 0, 2, .. new byte[12]];
        Assert.Equal(DecodeStatus.Ok, Decode([.. header, .. shortRecord, .. shortRecord], out _));
        Assert.Equal([9ul, 9ul], _sink.Records.Select(r => r.Octets));
    }

    [Fact]
    public void Decode_V9TemplateAndDataInOneDatagram_Decoded()
    {
        byte[] datagram = DatagramBuilder.V9(domain: 5)
            .Set(0).Template(300, (8, 4), (12, 4), (1, 3), (2, 1), (22, 4), (21, 4))
            .Set(300).U32(0xC0000201).U32(0xC6336402).Number(70_000, 3).U8(200).U32(1000).U32(2000).U16(0)
            .Build();

        Assert.Equal(DecodeStatus.Ok, Decode(datagram, out DatagramCounts counts));

        FlowRecord record = Assert.Single(_sink.Records);
        Assert.Equal((70_000ul, 200ul), (record.Octets, record.Packets));
        Assert.Equal((ExportTime - 59_000, ExportTime - 58_000), (record.First, record.Last));
        Assert.Equal((1, 1), (counts.Templates, counts.FlowRecords));
    }

    [Fact]
    public void Decode_DataBeforeTemplate_HandedOverWithoutSetHeader()
    {
        byte[] datagram = DatagramBuilder.V9().Set(300).U32(0xAABBCCDD).Set(0).Template(300, (8, 4)).Build();

        Assert.Equal(DecodeStatus.UnknownTemplate, Decode(datagram, out DatagramCounts counts));

        (ushort setId, byte[] records) = Assert.Single(_sink.Unknown);
        Assert.Equal((ushort)300, setId);
        Assert.Equal([0xAA, 0xBB, 0xCC, 0xDD], records);
        Assert.Equal((1, 1), (counts.UnknownSets, counts.Templates));
    }

    [Fact]
    public void Decode_InAndOutCounters_InWinsAndNeverTheSum()
    {
        byte[] datagram = DatagramBuilder.V9()
            .Set(0).Template(300, (23, 4), (1, 4), (2, 4), (24, 4))
            .Set(300).U32(500).U32(500).U32(5).U32(5).U32(32).U32(0).U32(0).U32(1)
            .Build();

        Decode(datagram, out _);

        Assert.Equal([(500ul, 5ul), (32ul, 1ul)], _sink.Records.Select(r => (r.Octets, r.Packets)));
    }

    [Fact]
    public void Decode_DeltaAndTotalCounters_DeltaWins()
    {
        Decode(DatagramBuilder.Ipfix().Set(2).Template(300, (85, 8), (1, 8)).Set(300).U64(9000).U64(40).Build(), out _);
        Assert.Equal(40ul, Assert.Single(_sink.Records).Octets);
    }

    [Fact]
    public void Decode_InitiatorAndResponderCounters_BothDirections()
    {
        Decode(DatagramBuilder.V9().Set(0).Template(300, (8, 4), (231, 4), (232, 4)).Set(300).U32(1).U32(70).U32(900).Build(), out _);
        FlowRecord record = Assert.Single(_sink.Records);
        Assert.Equal((70ul, 900ul), (record.Octets, record.ReverseOctets));
    }

    [Fact]
    public void Decode_BothFamiliesInOneRecord_TheOneThatIsSet()
    {
        byte[] datagram = DatagramBuilder.Ipfix()
            .Set(2).Template(300, (8, 4), (12, 4), (27, 16), (28, 16))
            .Set(300)
            .U32(0xC0000201).U32(0xC6336402).Bytes(new byte[32])
            .U32(0).U32(0).U64(0x20010DB8_00000000).U64(1).U64(0x20010DB8_00000000).U64(2)
            .Build();

        Decode(datagram, out _);

        Assert.Equal(["192.0.2.1", "2001:db8::1"], _sink.Records.Select(r => r.Source.ToString()));
        Assert.Equal(["198.51.100.2", "2001:db8::2"], _sink.Records.Select(r => r.Destination.ToString()));
    }

    [Fact]
    public void Decode_IPv4RecordBehindIPv6Record_NothingLeftOfTheLongerAddress()
    {
        byte[] datagram = DatagramBuilder.V9()
            .Set(0).Template(300, (8, 4), (12, 4), (27, 16), (28, 16), (15, 4))
            .Set(300)
            .U32(0).U32(0).U64(0x20010DB8_00000000).U64(1).U64(0x20010DB8_00000000).U64(2).U32(0xCB007103)
            .U32(0xC0000201).U32(0xC6336402).Bytes(new byte[32]).U32(0xCB007104)
            .Build();

        Decode(datagram, out _);

        Assert.Equal(["2001:db8::1", "192.0.2.1"], _sink.Records.Select(r => r.Source.ToString()));
        Assert.Equal(["2001:db8::2", "198.51.100.2"], _sink.Records.Select(r => r.Destination.ToString()));
        Assert.Equal(["203.0.113.3", "203.0.113.4"], _sink.Records.Select(r => r.NextHop.ToString()));
    }

    [Fact]
    public void Decode_RecordsOfOneSet_NothingLeftOfTheRecordBefore()
    {
        byte[] datagram = DatagramBuilder.V9()
            .Set(0).Template(300, (27, 16), (23, 4), (24, 4), (4, 1), (11, 2))
            .Set(300)
            .U64(0x20010DB8_00000000).U64(0x11).U32(100).U32(1).U8(1).U16(0x0800)
            .U64(0x20010DB8_00000000).U64(0x22).U32(200).U32(2).U8(6).U16(25)
            .Build();

        Decode(datagram, out _);

        Assert.Equal(["2001:db8::11", "2001:db8::22"], _sink.Records.Select(r => r.Source.ToString()));
        Assert.Equal([(100ul, 1ul, 0x800ul), (200ul, 2ul, 0ul)], _sink.Records.Select(r => (r.Octets, r.Packets, r.IcmpTypeCode)));
    }

    [Fact]
    public void Decode_VariableLengthAndEnterpriseFields_PassedOver()
    {
        byte[] datagram = DatagramBuilder.Ipfix()
            .Set(2).U16(300).U16(4).U16(0x8000 | 100).U16(65535).U32(64500).U16(1).U16(4).U16(96).U16(65535).U16(2).U16(4)
            .Set(300)
            .U8(3).Bytes(1, 2, 3).U32(77).U8(255).U16(300).Bytes(new byte[300]).U32(8)
            .U8(0).U32(78).U8(0).U32(9)
            .Build();

        Assert.Equal(DecodeStatus.Ok, Decode(datagram, out _));
        Assert.Equal([(77ul, 8ul), (78ul, 9ul)], _sink.Records.Select(r => (r.Octets, r.Packets)));
    }

    [Fact]
    public void Decode_ReverseElements_ReverseSide()
    {
        byte[] datagram = DatagramBuilder.Ipfix()
            .Set(2).U16(300).U16(4).U16(1).U16(4).U16(0x8001).U16(4).U32(29305).U16(0x8002).U16(4).U32(29305).U16(0x8006).U16(1).U32(29305)
            .Set(300).U32(10).U32(20).U32(2).U8(0x12)
            .Build();

        Decode(datagram, out _);

        FlowRecord record = Assert.Single(_sink.Records);
        Assert.Equal((10ul, 20ul, 2ul, 0x12ul), (record.Octets, record.ReverseOctets, record.ReversePackets, record.ReverseTcpFlags));
    }

    [Fact]
    public void Decode_Withdrawal_TemplateForgotten()
    {
        Decode(DatagramBuilder.Ipfix().Set(2).Template(300, (1, 4)).Template(301, (1, 4)).Build(), out _);
        Decode(DatagramBuilder.Ipfix().Set(2).U16(300).U16(0).Build(), out DatagramCounts counts);
        Assert.Equal(1, counts.Withdrawals);
        Assert.Null(_domain.Templates.Find(300));
        Assert.NotNull(_domain.Templates.Find(301));

        Decode(DatagramBuilder.Ipfix().Set(2).U16(2).U16(0).Build(), out _);
        Assert.Equal(0, _domain.Templates.Count);
    }

    [Theory]
    [InlineData("no fields", 0, 0)]
    [InlineData("one field of no octets", 1, 0)]
    public void Decode_TemplateWithEmptyRecords_RefusedAndTheRestDecoded(string what, int fields, int length)
    {
        DatagramBuilder builder = DatagramBuilder.V9().Set(0).U16(300).U16(fields);
        for (int i = 0; i < fields; i++)
        {
            builder.U16(8).U16(length);
        }

        byte[] datagram = builder.Set(0).Template(301, (1, 4)).Set(301).U32(5).Build();

        Assert.True(Decode(datagram, out DatagramCounts counts) == DecodeStatus.Ok, what);
        Assert.Equal((1, 1), (counts.RefusedTemplates, counts.FlowRecords));
        Assert.Null(_domain.Templates.Find(300));
    }

    [Fact]
    public void Decode_TemplateReplaced_NewLayoutFromThere()
    {
        byte[] datagram = DatagramBuilder.V9()
            .Set(0).Template(300, (1, 4)).Set(300).U32(1)
            .Set(0).Template(300, (1, 2), (2, 2)).Set(300).U16(7).U16(8)
            .Build();

        Decode(datagram, out _);

        Assert.Equal([(1ul, 0ul), (7ul, 8ul)], _sink.Records.Select(r => (r.Octets, r.Packets)));
        Assert.Equal(2, _sink.Templates.Count);
    }

    [Fact]
    public void Decode_TemplateRepeated_ReportedOnce()
    {
        byte[] datagram = DatagramBuilder.V9().Set(0).Template(300, (1, 4)).Build();
        Decode(datagram, out _);
        Decode(datagram, out DatagramCounts counts);
        Assert.Single(_sink.Templates);
        Assert.Equal(1, counts.Templates);
    }

    [Fact]
    public void Decode_OptionsWithSampler_AppliedToItsRecords()
    {
        byte[] datagram = DatagramBuilder.V9()
            .Set(1).U16(400).U16(4).U16(8).U16(1).U16(4).U16(48).U16(1).U16(50).U16(4)
            .Set(400).U32(0).U8(1).U32(100).U32(0).U8(2).U32(500)
            .Set(0).Template(300, (48, 1), (1, 4))
            .Set(300).U8(1).U32(10).U8(2).U32(10).U8(3).U32(10)
            .Build();

        Assert.Equal(DecodeStatus.Ok, Decode(datagram, out DatagramCounts counts));
        Assert.Equal(2, counts.OptionsRecords);
        Assert.Equal([100ul, 500ul, 100ul], _sink.Records.Select(r => r.SamplingInterval));
    }

    [Theory]
    [InlineData("interval 1, space 999", 305, 1, 306, 999, 1000)]
    [InlineData("interval 2, space 6", 305, 2, 306, 6, 4)]
    [InlineData("size 1 of population 64", 309, 1, 310, 64, 64)]
    [InlineData("size 10 of population 25", 309, 10, 310, 25, 3)]
    public void Decode_PacketIntervalOrPopulation_Interval(string what, int first, int firstValue, int second, int secondValue, int interval)
    {
        byte[] datagram = DatagramBuilder.Ipfix()
            .Set(3).U16(400).U16(3).U16(1).U16(302).U16(8).U16(first).U16(4).U16(second).U16(4)
            .Set(400).U64(77).U32((uint)firstValue).U32((uint)secondValue)
            .Set(2).Template(300, (302, 8), (1, 4))
            .Set(300).U64(77).U32(10)
            .Build();

        Decode(datagram, out _);

        Assert.True(Assert.Single(_sink.Records).SamplingInterval == (ulong)interval, what);
    }

    [Theory]
    [InlineData("milliseconds", 152, 8, 1_699_999_999_250UL, 1_699_999_999_250)]
    [InlineData("seconds", 150, 4, 1_699_999_999UL, 1_699_999_999_000)]
    [InlineData("NTP microseconds", 154, 8, ((1_699_999_999UL + 2_208_988_800UL) << 32) | 0x80000000UL, 1_699_999_999_500)]
    [InlineData("NTP nanoseconds", 156, 8, ((1_699_999_999UL + 2_208_988_800UL) << 32) | 0x40000000UL, 1_699_999_999_250)]
    [InlineData("microseconds before export", 158, 4, 750_000UL, 1_699_999_999_250)]
    public void Decode_FlowStart_EveryEncoding(string what, int element, int length, ulong value, long expected)
    {
        Decode(DatagramBuilder.Ipfix().Set(2).Template(300, (element, length), (1, 4)).Set(300).Number(value, length).U32(1).Build(), out _);
        Assert.True(Assert.Single(_sink.Records).First == expected, what);
    }

    [Fact]
    public void Decode_UptimeWrapped_TimesStayNearExport()
    {
        Decode(DatagramBuilder.V9(uptime: 500).Set(0).Template(300, (22, 4), (21, 4)).Set(300).U32(uint.MaxValue - 499).U32(0).Build(), out _);
        FlowRecord record = Assert.Single(_sink.Records);
        Assert.Equal((ExportTime - 1000, ExportTime - 500), (record.First, record.Last));
    }

    [Fact]
    public void Decode_FrameSectionOnly_OnePacketOfTheSectionsLength()
    {
        Decode(DatagramBuilder.Ipfix().Set(2).Template(300, (10, 4), (315, 65535)).Set(300).U32(3).U8(60).Bytes(new byte[60]).Build(), out _);
        FlowRecord record = Assert.Single(_sink.Records);
        Assert.Equal((1ul, 60ul, 3ul), (record.Packets, record.Octets, record.Input));
    }

    [Theory]
    [InlineData("version 6", DecodeStatus.UnsupportedVersion, "0006")]
    [InlineData("empty", DecodeStatus.TruncatedHeader, "")]
    [InlineData("v9 header cut", DecodeStatus.TruncatedHeader, "00090001")]
    public void TryReadHeader_Bad_Status(string what, DecodeStatus status, string hex) =>
        Assert.True(DatagramHeader.TryRead(Convert.FromHexString(hex), out _) == status, what);

    [Theory]
    [InlineData("set length 3", "01000003", DecodeStatus.BadSetLength)]
    [InlineData("set beyond the datagram", "0100000900000000", DecodeStatus.BadSetLength)]
    [InlineData("template fields missing", "0000000C012C000200080004", DecodeStatus.BadTemplate)]
    [InlineData("zeros behind the last set", "0000000000000000", DecodeStatus.Ok)]
    [InlineData("reserved set id", "00050008FFFFFFFF", DecodeStatus.Ok)]
    public void Decode_V9Sets_Status(string what, string sets, DecodeStatus status)
    {
        byte[] datagram = [.. DatagramBuilder.V9().Build(), .. Convert.FromHexString(sets)];
        Assert.True(Decode(datagram, out _) == status, what);
    }

    [Fact]
    public void Decode_IpfixLengthBeyondDatagram_Refused()
    {
        byte[] datagram = DatagramBuilder.Ipfix().Set(2).Template(300, (1, 4)).Build();
        Assert.Equal(DecodeStatus.BadMessageLength, Decode(datagram[..^1], out _));
    }

    [Fact]
    public void Decode_VariableFieldBeyondSet_EarlierRecordsKept()
    {
        byte[] datagram = DatagramBuilder.Ipfix()
            .Set(2).Template(300, (1, 4), (96, 65535))
            .Set(300).U32(1).U8(1).U8(0).U32(2).U8(200).U8(0)
            .Build();

        Assert.Equal(DecodeStatus.TruncatedRecord, Decode(datagram, out _));
        Assert.Single(_sink.Records);
    }

    [Fact]
    public void Decode_MoreTemplatesThanRoom_Refused()
    {
        var domain = new ObservationDomain(new TemplateBudget(2));
        byte[] datagram = DatagramBuilder.V9().Set(0).Template(300, (1, 4)).Template(301, (1, 4)).Template(302, (1, 4)).Build();
        DatagramHeader.TryRead(datagram, out DatagramHeader header);
        new DatagramDecoder(_sink).Decode(datagram, header, domain, out DatagramCounts counts);
        Assert.Equal((3, 1), (counts.Templates, counts.RefusedTemplates));
        Assert.Equal(2, domain.Templates.Count);
    }

    private DecodeStatus Decode(byte[] datagram, out DatagramCounts counts)
    {
        counts = default;
        DecodeStatus status = DatagramHeader.TryRead(datagram, out DatagramHeader header);
        return status == DecodeStatus.Ok ? new DatagramDecoder(_sink).Decode(datagram, header, _domain, out counts) : status;
    }
}
