using FlowSensor.Protocols.Flows;

namespace FlowSensor.Protocols.Tests.Flows;

/// <summary>Whatever an exporter states, a record's times are such as have a name: 1970 to 9999.</summary>
public sealed class FlowRecordFinisherTests
{
    private const long LastTime = 253_402_300_799_999;

    private static readonly int[] Starts = [0, 150, 152, 154, 156, 158, 22];
    private static readonly int[] Ends = [0, 151, 153, 155, 157, 159, 21, 322, 323, 324, 325];
    private static readonly int[] Durations = [0, 161, 162];
    private static readonly ulong[] Values = [0, 1, 1_699_999_999_000, long.MaxValue, ulong.MaxValue];

    [Theory]
    [InlineData(9, 0u)]
    [InlineData(9, uint.MaxValue)]
    [InlineData(10, 0u)]
    [InlineData(10, uint.MaxValue)]
    public void Finish_EveryEncodingOfEveryExtreme_TimesInRange(int version, uint exportSeconds)
    {
        int records = 0;
        foreach (int start in Starts)
        {
            foreach (int end in Ends)
            {
                foreach (int duration in Durations)
                {
                    foreach (int boot in (int[])[0, 160])
                    {
                        records += Check(version, exportSeconds, [start, end, duration, boot]);
                    }
                }
            }
        }

        Assert.True(records > 5_000);
    }

    [Fact]
    public void Finish_StartLongBeforeTheExport_IsTheFirstTimeThereIs()
    {
        FlowRecord record = Assert.Single(Decode(DatagramBuilder.Ipfix()
            .Set(2).Template(300, (8, 4), (12, 4), (158, 8), (153, 8))
            .Set(300).U32(0xC0000201).U32(0xC6336402).U64(ulong.MaxValue).U64(1_699_999_999_000)));

        Assert.Equal((0, 1_699_999_999_000), (record.First, record.Last));
    }

    [Theory]
    [InlineData("in the record, beyond every time", 0, ulong.MaxValue, LastTime)]
    [InlineData("in options, beyond every time", 1, ulong.MaxValue, LastTime)]
    [InlineData("in the record", 0, 1_699_999_000_000, 1_699_999_009_000)]
    [InlineData("in options", 1, 1_699_999_000_000, 1_699_999_009_000)]
    public void Finish_UptimeOfAnExporterThatSaysWhenItBooted_InRange(string what, int inOptions, ulong boot, long expected)
    {
        DatagramBuilder datagram = DatagramBuilder.Ipfix();
        datagram = inOptions == 1
            ? datagram.Set(3).U16(400).U16(2).U16(1).U16(149).U16(4).U16(160).U16(8).Set(400).U32(0).U64(boot)
                .Set(2).Template(300, (22, 4), (21, 4)).Set(300).U32(9_000).U32(9_000)
            : datagram.Set(2).Template(300, (22, 4), (21, 4), (160, 8)).Set(300).U32(9_000).U32(9_000).U64(boot);

        FlowRecord record = Assert.Single(Decode(datagram));

        Assert.True((expected, expected) == (record.First, record.Last), what);
    }

    private static int Check(int version, uint exportSeconds, ReadOnlySpan<int> elements)
    {
        (int, int)[] fields = [.. elements.ToArray().Where(static element => element != 0).Select(static element => (element, 8)), (1, 1)];
        DatagramBuilder datagram = version == 9 ? DatagramBuilder.V9(seconds: exportSeconds) : DatagramBuilder.Ipfix(seconds: exportSeconds);
        datagram.Set(version == 9 ? 0 : 2).Template(300, fields).Set(300);
        foreach (ulong value in Values)
        {
            foreach (ulong other in Values)
            {
                for (int field = 0; field < fields.Length - 1; field++)
                {
                    datagram.U64(field % 2 == 0 ? value : other);
                }

                datagram.U8(0);
            }
        }

        List<FlowRecord> records = Decode(datagram);
        Assert.Equal(Values.Length * Values.Length, records.Count);
        foreach (FlowRecord record in records)
        {
            Assert.InRange(record.First, 0, LastTime);
            Assert.InRange(record.Last, 0, LastTime);
        }

        return records.Count;
    }

    private static List<FlowRecord> Decode(DatagramBuilder builder)
    {
        byte[] datagram = builder.Build();
        RecordingSink sink = new();
        Assert.Equal(DecodeStatus.Ok, DatagramHeader.TryRead(datagram, out DatagramHeader header));
        Assert.Equal(DecodeStatus.Ok, new DatagramDecoder(sink).Decode(datagram, header, new ObservationDomain(), out _));
        return sink.Records;
    }
}
