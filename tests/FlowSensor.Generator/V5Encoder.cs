namespace FlowSensor.Generator;

/// <summary>NetFlow version 5: a header of 24 octets, then records of 48.</summary>
internal sealed class V5Encoder(int exporter, GeneratorOptions options) : ExportEncoder(exporter, options)
{
    private const int HeaderLength = 24, RecordLength = 48, RandomSampling = 1 << 14;
    private uint _sequence;
    private int _length;

    public override int Version => 5;

    public override bool IPv4Only => true;

    public override int SequenceUnits => Records;

    protected override int Length => _length;

    protected override int LargestRecord => RecordLength;

    // The count field of the format is defined for 1 to 30.
    protected override int MaxRecords => 30;

    protected override void OnBegin(bool withTemplates) => _length = HeaderLength;

    protected override void OnAdd(in GeneratedFlow flow)
    {
        Span<byte> record = Payload.Slice(_length, RecordLength);
        Put32(record, 0, flow.Source.IPv4);
        Put32(record, 4, flow.Destination.IPv4);
        Put32(record, 8, 0xCB00_7101 + flow.Output);
        Put16(record, 12, flow.Input);
        Put16(record, 14, flow.Output);
        Put32(record, 16, flow.Packets);
        Put32(record, 20, flow.Octets);
        Put32(record, 24, Uptime - flow.FirstAge);
        Put32(record, 28, Uptime - flow.LastAge);
        Put16(record, 32, flow.SourcePort);
        Put16(record, 34, flow.DestinationPort);
        record[36] = 0;
        record[37] = flow.TcpFlags;
        record[38] = flow.Protocol;
        record[39] = 0;
        Put16(record, 40, 64_500);
        Put16(record, 42, 64_501);
        record[44] = 24;
        record[45] = 16;
        Put16(record, 46, 0);
        _length += RecordLength;
    }

    protected override int OnFinish()
    {
        Span<byte> header = Payload[..HeaderLength];
        Put16(header, 0, 5);
        Put16(header, 2, Records);
        Put32(header, 4, Uptime);
        Put32(header, 8, (uint)(ExportTime / 1000));
        Put32(header, 12, 0);
        Put32(header, 16, _sequence);
        Put16(header, 20, Exporter);
        Put16(header, 22, Sampling == 0 ? 0 : RandomSampling | Sampling);
        _sequence += (uint)Records;
        return _length;
    }
}
