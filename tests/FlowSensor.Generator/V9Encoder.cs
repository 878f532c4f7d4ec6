namespace FlowSensor.Generator;

/// <summary>NetFlow version 9 (RFC 3954) with twenty fields a record, as a Cisco router's full template has.</summary>
internal sealed class V9Encoder(int exporter, GeneratorOptions options) : TemplatedEncoder(exporter, options)
{
    private const int SystemScope = 1, ForwardedUnknown = 0x40;
    private const ushort ForwardingStatus = 89, SamplerId = 48;

    private readonly ushort[] _fields =
    [
        8, 4, 12, 4, 15, 4, 10, 4, 14, 4, 2, 4, 1, 4, 22, 4, 21, 4, 7, 2, 11, 2, 6, 1, 4, 1, 5, 1, 16, 4, 17, 4, 9, 1, 13, 1,
        61, 1, options.Sampling == 0 ? ForwardingStatus : SamplerId, 1,
    ];

    private uint _sequence;

    public override int Version => 9;

    public override int SequenceUnits => 1;

    protected override int HeaderLength => 20;

    protected override int TailLength => 43;

    protected override int TemplateSet => 0;

    protected override ReadOnlySpan<ushort> Fields => _fields;

    protected override void WriteTail(Span<byte> tail, in GeneratedFlow flow)
    {
        tail = tail[..43];
        Put32(tail, 0, flow.Input);
        Put32(tail, 4, flow.Output);
        Put32(tail, 8, flow.Packets);
        Put32(tail, 12, flow.Octets);
        Put32(tail, 16, Uptime - flow.FirstAge);
        Put32(tail, 20, Uptime - flow.LastAge);
        Put16(tail, 24, flow.SourcePort);
        Put16(tail, 26, flow.DestinationPort);
        tail[28] = flow.TcpFlags;
        tail[29] = flow.Protocol;
        tail[30] = 0;
        Put32(tail, 31, 64_500);
        Put32(tail, 35, 64_501);
        tail[39] = 24;
        tail[40] = 16;
        tail[41] = 0;
        tail[42] = (byte)(Sampling == 0 ? ForwardedUnknown : 1);
    }

    /// <summary>Options: scope system, sampler id, mode (2, random) and interval (RFC 3954 6.1).</summary>
    protected override int WriteSampling(int at)
    {
        Span<byte> set = Payload[at..];
        Put16(set, 4, SamplingTemplate);
        Put16(set, 6, 4);
        Put16(set, 8, 12);
        ReadOnlySpan<ushort> fields = [SystemScope, 4, SamplerId, 1, 49, 1, 50, 4];
        for (int i = 0; i < fields.Length; i++)
        {
            Put16(set, 10 + 2 * i, fields[i]);
        }

        at = CloseSet(TemplateSet + 1, at, at + 26);
        set = Payload[at..];
        Put32(set, 4, 0);
        set[8] = 1;
        set[9] = 2;
        Put32(set, 10, (uint)Sampling);
        return CloseSet(SamplingTemplate, at, at + 14);
    }

    protected override void WriteHeader(int length)
    {
        Span<byte> header = Payload[..20];
        Put16(header, 0, 9);
        Put16(header, 2, Records + Templates + OptionsRecords);
        Put32(header, 4, Uptime);
        Put32(header, 8, (uint)(ExportTime / 1000));
        Put32(header, 12, _sequence++);
        Put32(header, 16, (uint)Exporter);
    }
}
