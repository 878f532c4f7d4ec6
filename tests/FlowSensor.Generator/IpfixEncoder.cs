namespace FlowSensor.Generator;

/// <summary>IPFIX (RFC 7011): the fields of the v9 template with eight-octet counters and absolute milliseconds.</summary>
internal sealed class IpfixEncoder(int exporter, GeneratorOptions options) : TemplatedEncoder(exporter, options)
{
    private const int ForwardedUnknown = 0x40;
    private const ushort ForwardingStatus = 89, SelectorId = 302;

    private readonly ushort[] _fields =
    [
        8, 4, 12, 4, 15, 4, 10, 4, 14, 4, 2, 8, 1, 8, 152, 8, 153, 8, 7, 2, 11, 2, 6, 1, 4, 1, 5, 1, 16, 4, 17, 4, 9, 1, 13, 1,
        61, 1, options.Sampling == 0 ? ForwardingStatus : SelectorId, 1,
    ];

    private uint _sequence;

    public override int Version => 10;

    public override int SequenceUnits => Records + OptionsRecords;

    protected override int HeaderLength => 16;

    protected override int TailLength => 59;

    protected override int TemplateSet => 2;

    protected override ReadOnlySpan<ushort> Fields => _fields;

    protected override void WriteTail(Span<byte> tail, in GeneratedFlow flow)
    {
        tail = tail[..59];
        Put32(tail, 0, flow.Input);
        Put32(tail, 4, flow.Output);
        Put64(tail, 8, flow.Packets);
        Put64(tail, 16, flow.Octets);
        Put64(tail, 24, (ulong)(ExportTime - flow.FirstAge));
        Put64(tail, 32, (ulong)(ExportTime - flow.LastAge));
        Put16(tail, 40, flow.SourcePort);
        Put16(tail, 42, flow.DestinationPort);
        tail[44] = flow.TcpFlags;
        tail[45] = flow.Protocol;
        tail[46] = 0;
        Put32(tail, 47, 64_500);
        Put32(tail, 51, 64_501);
        tail[55] = 24;
        tail[56] = 16;
        tail[57] = 0;
        tail[58] = (byte)(Sampling == 0 ? ForwardedUnknown : 1);
    }

    /// <summary>Options: scope selectorId, then samplingPacketInterval 1 and samplingPacketSpace N - 1 (RFC 5477 8.2).</summary>
    protected override int WriteSampling(int at)
    {
        Span<byte> set = Payload[at..];
        Put16(set, 4, SamplingTemplate);
        Put16(set, 6, 3);
        Put16(set, 8, 1);
        ReadOnlySpan<ushort> fields = [SelectorId, 1, 305, 4, 306, 4];
        for (int i = 0; i < fields.Length; i++)
        {
            Put16(set, 10 + 2 * i, fields[i]);
        }

        at = CloseSet(TemplateSet + 1, at, at + 22);
        set = Payload[at..];
        set[4] = 1;
        Put32(set, 5, 1);
        Put32(set, 9, (uint)Sampling - 1);
        return CloseSet(SamplingTemplate, at, at + 13);
    }

    protected override void WriteHeader(int length)
    {
        Span<byte> header = Payload[..16];
        Put16(header, 0, 10);
        Put16(header, 2, length);
        Put32(header, 4, (uint)(ExportTime / 1000));
        Put32(header, 8, _sequence);
        Put32(header, 12, (uint)Exporter);
        _sequence += (uint)(Records + OptionsRecords);
    }
}
