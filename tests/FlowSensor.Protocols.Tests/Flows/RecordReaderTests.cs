using FlowSensor.Protocols.Flows;

namespace FlowSensor.Protocols.Tests.Flows;

/// <summary>What a field of a record must leave alone: the fields beside it, and those of the record before.</summary>
public sealed class RecordReaderTests
{
    // Neighbours among the record's fields, on both sides of a field of variable length: nothing may fill the one that is not there.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Decode_FieldsOnBothSidesOfAVariableOne_EachIsItsOwn(bool everyField)
    {
        byte[] datagram = DatagramBuilder.Ipfix()
            .Set(2).Template(300, (8, 4), (12, 4), (7, 2), (4, 1), (2, 4), (152, 8), (96, 65535), (11, 2), (6, 1), (1, 8), (153, 8), (15, 4))
            .Set(300)
            .U32(0xC0000201).U32(0xC6336402).U16(1025).U8(6).U32(7).U64(1_699_999_999_000).U8(2).Bytes(1, 2).U16(25).U8(0x1B).U64(900).U64(1_699_999_999_500).U32(0xCB007103)
            .U32(0xC0000203).U32(0xC6336404).U16(1026).U8(17).U32(8).U64(1_699_999_999_100).U8(0).U16(53).U8(0).U64(901).U64(1_699_999_999_600).U32(0xCB007104)
            .Build();

        RecordingSink sink = new();
        DatagramDecoder decoder = new(sink, everyField);
        Assert.Equal(DecodeStatus.Ok, DatagramHeader.TryRead(datagram, out DatagramHeader header));
        Assert.Equal(DecodeStatus.Ok, decoder.Decode(datagram, header, new ObservationDomain(new TemplateBudget(10)), out _));

        Assert.Equal(
            [
                ("192.0.2.1", "198.51.100.2", 1025UL, 25UL, 6UL, 0x1BUL, 7UL, 900UL, 1_699_999_999_000L, 1_699_999_999_500L, "203.0.113.3"),
                ("192.0.2.3", "198.51.100.4", 1026UL, 53UL, 17UL, 0UL, 8UL, 901UL, 1_699_999_999_100L, 1_699_999_999_600L, "203.0.113.4"),
            ],
            sink.Records.Select(static record => (
                record.Source.ToString(), record.Destination.ToString(), record.SourcePort, record.DestinationPort, record.Protocol, record.TcpFlags,
                record.Packets, record.Octets, record.First, record.Last, record.NextHop.ToString())));
    }

    [Fact]
    public void Decode_ARecordThatStatesNoInterval_DoesNotHaveThatOfTheOneBefore()
    {
        byte[] datagram = DatagramBuilder.Ipfix()
            .Set(2).Template(300, (305, 4), (306, 4), (1, 4))
            .Set(300).U32(1).U32(99).U32(10).U32(0).U32(0).U32(20)
            .Build();

        RecordingSink sink = new();
        Assert.Equal(DecodeStatus.Ok, DatagramHeader.TryRead(datagram, out DatagramHeader header));
        new DatagramDecoder(sink, everyField: true).Decode(datagram, header, new ObservationDomain(new TemplateBudget(10)), out _);

        Assert.Equal([(10UL, 100UL), (20UL, 0UL)], sink.Records.Select(static record => (record.Octets, record.SamplingInterval)));
    }

    [Theory]
    [InlineData("packets in the record, octets of the section", 2, 24, 7UL, 40UL)]
    [InlineData("octets in the record, packets of the section", 1, 23, 1UL, 7UL)]
    public void Decode_CounterThatOnlyTheSectionGives_IsNotThatOfTheRecordBefore(string what, int ingress, int egress, ulong packets, ulong octets)
    {
        byte[] datagram = DatagramBuilder.Ipfix()
            .Set(2).Template(300, (ingress, 4), (egress, 4), (313, 65535))
            .Set(300)
            .U32(5).U32(0).U8(40).Bytes(new byte[40])
            .U32(0).U32(7).U8(40).Bytes(new byte[40])
            .Build();

        RecordingSink sink = new();
        Assert.Equal(DecodeStatus.Ok, DatagramHeader.TryRead(datagram, out DatagramHeader header));
        new DatagramDecoder(sink, everyField: true).Decode(datagram, header, new ObservationDomain(new TemplateBudget(10)), out _);

        Assert.Equal(2, sink.Records.Count);
        Assert.True((packets, octets) == (sink.Records[1].Packets, sink.Records[1].Octets), what);
    }
}
