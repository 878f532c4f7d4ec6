using FlowSensor.Protocols.Flows;

namespace FlowSensor.Protocols.Tests.Flows;

/// <summary>A skimmed datagram teaches what a decoded one does and counts its records, and gives none to the sink.</summary>
public sealed class DatagramSkimTests
{
    private readonly RecordingSink _sink = new();
    private readonly ObservationDomain _domain = new();
    private readonly DatagramDecoder _decoder;

    public DatagramSkimTests()
    {
        _decoder = new DatagramDecoder(_sink);
    }

    public static TheoryData<string, string> Datagrams => new()
    {
        { "v5 of three records, sampled", Convert.ToHexString([.. DatagramBuilder.V5(3, sampling: 100).Build(), .. new byte[144]]) },
        { "v5 with a count that does not fit", Convert.ToHexString([.. DatagramBuilder.V5(4).Build(), .. new byte[144]]) },
        { "v9 template and five records", Convert.ToHexString(Records(DatagramBuilder.V9().Set(0).Template(300, (8, 4), (1, 4)).Set(300), 5).Build()) },
        { "v9 with padding", Convert.ToHexString(Records(DatagramBuilder.V9().Set(0).Template(300, (8, 4), (1, 4)).Set(300), 2).U16(0).Build()) },
        { "v9 with sampling in options", Convert.ToHexString(Records(DatagramBuilder.V9().Set(1).U16(400).U16(4).U16(4).U16(1).U16(4).U16(34).U16(4).Set(400).U32(0).U32(1000).Set(0).Template(300, (8, 4), (1, 4)).Set(300), 1).Build()) },
        { "IPFIX with names of any length", Convert.ToHexString(DatagramBuilder.Ipfix().Set(2).Template(301, (8, 4), (82, 65535), (1, 4)).Set(301).U32(1).U8(3).Bytes("abc"u8).U32(9).U32(2).U8(0).U32(9).U32(3).U8(255).U16(2).Bytes("xy"u8).U32(9).Build()) },
        { "IPFIX with a name beyond its set", Convert.ToHexString(DatagramBuilder.Ipfix().Set(2).Template(301, (8, 4), (82, 65535), (1, 4)).Set(301).U32(1).U8(3).Bytes("abc"u8).U32(9).U32(2).U8(200).U32(9).U32(0).Build()) },
        { "set shorter than its header", Convert.ToHexString(DatagramBuilder.V9().U16(300).U16(2).Build()) },
    };

    [Theory]
    [MemberData(nameof(Datagrams))]
    public void Skim_Datagram_CountsWhatDecodeReads(string what, string hex)
    {
        byte[] datagram = Convert.FromHexString(hex);
        ObservationDomain other = new();
        RecordingSink decoded = new();
        DecodeStatus expected = Read(new DatagramDecoder(decoded), datagram, other, skim: false, out DatagramCounts full);

        DecodeStatus status = Read(_decoder, datagram, _domain, skim: true, out DatagramCounts counts);

        Assert.True(expected == status, what);
        Assert.Equal((0, full.FlowRecords), (counts.FlowRecords, counts.SkimmedRecords));
        Assert.Equal((full.OptionsRecords, full.Templates, full.UnknownSets), (counts.OptionsRecords, counts.Templates, counts.UnknownSets));
        Assert.Equal(other.Samplers.DomainInterval, _domain.Samplers.DomainInterval);
        Assert.Empty(_sink.Records);
        Assert.Equal(full.FlowRecords, decoded.Records.Count);
    }

    [Fact]
    public void Skim_TemplateWithinIt_DecodesWhatFollows()
    {
        Read(_decoder, Records(DatagramBuilder.V9().Set(0).Template(300, (8, 4), (1, 4)).Set(300), 5).Build(), _domain, skim: true, out _);
        Read(_decoder, Records(DatagramBuilder.V9().Set(300), 2).Build(), _domain, skim: false, out DatagramCounts counts);
        Assert.Equal((2, 2), (counts.FlowRecords, _sink.Records.Count));
    }

    [Fact]
    public void Skim_UnknownTemplate_NothingIsKeptForIt()
    {
        DecodeStatus status = Read(_decoder, Records(DatagramBuilder.V9().Set(300), 2).Build(), _domain, skim: true, out DatagramCounts counts);
        Assert.Equal((DecodeStatus.UnknownTemplate, 1, 1), (status, counts.UnknownSets, counts.SkimmedSets));
        Assert.Empty(_sink.Unknown);
    }

    [Fact]
    public void Skim_TemplatesAlone_NothingIsLeftOut()
    {
        Read(_decoder, DatagramBuilder.V9().Set(0).Template(300, (8, 4), (1, 4)).Build(), _domain, skim: true, out DatagramCounts counts);
        Assert.Equal((1, 0, 0), (counts.Templates, counts.SkimmedSets, counts.SkimmedRecords));
    }

    private static DatagramBuilder Records(DatagramBuilder builder, int count)
    {
        for (uint i = 0; i < count; i++)
        {
            builder.U32(0xC0000200 + i).U32(100);
        }

        return builder;
    }

    private static DecodeStatus Read(DatagramDecoder decoder, byte[] datagram, ObservationDomain domain, bool skim, out DatagramCounts counts)
    {
        Assert.Equal(DecodeStatus.Ok, DatagramHeader.TryRead(datagram, out DatagramHeader header));
        return skim ? decoder.Skim(datagram, header, domain, out counts) : decoder.Decode(datagram, header, domain, out counts);
    }
}
