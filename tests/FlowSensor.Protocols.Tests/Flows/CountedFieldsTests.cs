using FlowSensor.Protocols.Flows;

namespace FlowSensor.Protocols.Tests.Flows;

/// <summary>A decoder asked for counted fields only gives the same records, but for the fields nothing is counted by.</summary>
public sealed class CountedFieldsTests
{
    private static Dictionary<string, byte[]> Datagrams { get; } = new()
    {
        ["v5"] = DatagramBuilder.V5(1, sampling: 0x4064)
            .U32(0xC0000201).U32(0xC6336402).U32(0xCB007103).U16(11).U16(22)
            .U32(1000).U32(64_000).U32(50_000).U32(59_500).U16(1025).U16(25)
            .U8(0).U8(0x1B).U8(6).U8(0x10).U16(64500).U16(64501).U8(24).U8(16).U16(0)
            .Build(),
        ["v9 labels beside counters"] = DatagramBuilder.V9()
            .Set(0).Template(300, (27, 16), (28, 16), (62, 16), (18, 4), (58, 2), (59, 2), (56, 6), (80, 6), (61, 1), (89, 1), (1, 4), (2, 4), (32, 2), (48, 1), (34, 4))
            .Set(300).Bytes([.. Enumerable.Range(1, 85).Select(octet => (byte)octet)])
            .Build(),
        ["ipfix addresses after translation"] = DatagramBuilder.Ipfix()
            .Set(2).Template(300, (8, 4), (12, 4), (225, 4), (226, 4), (227, 2), (228, 2), (233, 1), (95, 4), (231, 4), (232, 4), (7, 2), (11, 2), (4, 1))
            .Set(300).Bytes([.. Enumerable.Range(1, 2 * 38).Select(octet => (byte)octet)])
            .Build(),
        ["ipfix variable length and a packet section"] = DatagramBuilder.Ipfix()
            .Set(2).U16(300).U16(4).U16(10).U16(4).U16(313).U16(65535).U16(16).U16(4).U16(1).U16(8)
            .Set(300).U32(9).U8(20).U32(0x45000064).U32(0).U32(0x40010000).U32(0xC0000201).U32(0xC6336402).U32(64500).U64(77)
            .Build(),
    };

    public static TheoryData<string> Names => [.. Datagrams.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Decode_CountedFieldsOnly_SameButForLabels(string name)
    {
        List<FlowRecord> whole = Decode(Datagrams[name], everyField: true);
        List<FlowRecord> counted = Decode(Datagrams[name], everyField: false);

        Assert.NotEmpty(whole);
        Assert.Equal(whole.Count, counted.Count);
        Assert.All(whole.Zip(counted), pair =>
        {
            Assert.False(SlotsOf(pair.First).SequenceEqual(SlotsOf(WithoutLabels(pair.First))), "the datagram has no label");
            Assert.Equal(SlotsOf(WithoutLabels(pair.First)), SlotsOf(pair.Second));
        });
    }

    private static List<FlowRecord> Decode(byte[] datagram, bool everyField)
    {
        RecordingSink sink = new();
        Assert.Equal(DecodeStatus.Ok, DatagramHeader.TryRead(datagram, out DatagramHeader header));
        Assert.Equal(DecodeStatus.Ok, new DatagramDecoder(sink, everyField).Decode(datagram, header, new ObservationDomain(), out _));
        return sink.Records;
    }

    private static ulong[] SlotsOf(FlowRecord record) => FlowRecord.Slots(ref record).ToArray();

    private static FlowRecord WithoutLabels(FlowRecord record)
    {
        record.BgpNextHop = default;
        record.PostNatSource = default;
        record.PostNatDestination = default;
        record.PostNatSourcePort = 0;
        record.PostNatDestinationPort = 0;
        record.Input = 0;
        record.Output = 0;
        record.SourceAs = 0;
        record.DestinationAs = 0;
        record.SourceMask = 0;
        record.DestinationMask = 0;
        record.Tos = 0;
        record.Direction = 0;
        record.Vlan = 0;
        record.PostVlan = 0;
        record.SourceMac = 0;
        record.DestinationMac = 0;
        record.ForwardingStatus = 0;
        record.FirewallEvent = 0;
        record.ApplicationId = 0;
        return record;
    }
}
