namespace FlowSensor.Generator;

/// <summary>
/// What v9 and IPFIX share: one template for IPv4 and one for IPv6 records, an options template that tells the sampling
/// interval, and datagrams of [templates] [IPv4 set] [IPv6 set].
/// </summary>
internal abstract class TemplatedEncoder(int exporter, GeneratorOptions options) : ExportEncoder(exporter, options)
{
    /// <summary>Most pairs of templates of an exporter: template ids have 16 bits.</summary>
    public const int MaxTemplates = 30_000;

    /// <summary>Id of the options template.</summary>
    protected const int SamplingTemplate = 258;

    // Of the first pair of templates; further pairs have the ids from the third on.
    private const int IPv4Template = 256, IPv6Template = 257, FurtherTemplates = 260;

    private const int IPv4Addresses = 12, IPv6Addresses = 48, SetHeader = 4;

    private readonly byte[] _ipv6Records = new byte[65_536];
    private int _ipv4Start;
    private int _ipv4End;
    private int _ipv6Length;
    private int _pair = -1;

    protected override int Length => _ipv4End + SetHeader + _ipv6Length + 6;

    protected override int LargestRecord => IPv6Addresses + TailLength;

    /// <summary>Octets of the message header.</summary>
    protected abstract int HeaderLength { get; }

    /// <summary>Octets of a record behind its three addresses.</summary>
    protected abstract int TailLength { get; }

    /// <summary>Set id of templates; the next one is that of options templates.</summary>
    protected abstract int TemplateSet { get; }

    /// <summary>Element ids and lengths of an IPv4 record; source, destination and next hop first.</summary>
    protected abstract ReadOnlySpan<ushort> Fields { get; }

    protected override void OnBegin(bool withTemplates)
    {
        int at = HeaderLength;
        _pair = (_pair + 1) % TemplatePairs;
        if (withTemplates)
        {
            at = WriteTemplates(at);
            if (Sampling != 0)
            {
                at = WriteSampling(at);
                Templates++;
                OptionsRecords++;
            }
        }

        _ipv4Start = at;
        _ipv4End = at + SetHeader;
        _ipv6Length = 0;
    }

    protected override void OnAdd(in GeneratedFlow flow)
    {
        if (flow.IsIPv6)
        {
            int length = IPv6Addresses + TailLength;
            Span<byte> record = _ipv6Records.AsSpan(_ipv6Length, length);
            flow.Source.WriteBytes(record);
            flow.Destination.WriteBytes(record[16..]);
            Put64(record, 32, 0x2001_0DB8_FFFF_0000);
            Put64(record, 40, flow.Output);
            WriteTail(record[IPv6Addresses..], in flow);
            _ipv6Length += length;
        }
        else
        {
            int length = IPv4Addresses + TailLength;
            Span<byte> record = Payload.Slice(_ipv4End, length);
            Put32(record, 0, flow.Source.IPv4);
            Put32(record, 4, flow.Destination.IPv4);
            Put32(record, 8, 0xCB00_7101 + flow.Output);
            WriteTail(record[IPv4Addresses..], in flow);
            _ipv4End += length;
        }
    }

    protected override int OnFinish()
    {
        int at = _ipv4Start;
        if (_ipv4End > at + SetHeader)
        {
            at = CloseSet(Id(IPv4Template), at, _ipv4End);
        }

        if (_ipv6Length > 0)
        {
            _ipv6Records.AsSpan(0, _ipv6Length).CopyTo(Payload[(at + SetHeader)..]);
            at = CloseSet(Id(IPv6Template), at, at + SetHeader + _ipv6Length);
        }

        WriteHeader(at);
        return at;
    }

    /// <summary>Writes the message header.</summary>
    /// <param name="length">Octets of the whole datagram.</param>
    protected abstract void WriteHeader(int length);

    /// <summary>Writes the part of a record behind the addresses.</summary>
    /// <param name="tail">Exactly <see cref="TailLength"/> octets.</param>
    /// <param name="flow">The flow.</param>
    protected abstract void WriteTail(Span<byte> tail, in GeneratedFlow flow);

    /// <summary>Writes the options template and its record; returns the offset behind them.</summary>
    /// <param name="at">Where to write.</param>
    protected abstract int WriteSampling(int at);

    /// <summary>Pads a set to four octets (RFC 3954 5.2) and writes its header; returns the offset behind it.</summary>
    /// <param name="id">Set id.</param>
    /// <param name="start">Where the set starts.</param>
    /// <param name="end">Where its records end.</param>
    protected int CloseSet(int id, int start, int end)
    {
        while ((end - start) % 4 != 0)
        {
            Payload[end++] = 0;
        }

        Put16(Payload, start, id);
        Put16(Payload, start + 2, end - start);
        return end;
    }

    private int Id(int first) => _pair == 0 ? first : FurtherTemplates + 2 * (_pair - 1) + (first - IPv4Template);

    private int WriteTemplates(int start)
    {
        int at = WriteTemplate(Id(IPv4Template), start + SetHeader, false);
        at = WriteTemplate(Id(IPv6Template), at, true);
        Templates += 2;
        return CloseSet(TemplateSet, start, at);
    }

    private int WriteTemplate(int id, int at, bool ipv6)
    {
        ReadOnlySpan<ushort> fields = Fields;
        Put16(Payload, at, id);
        Put16(Payload, at + 2, fields.Length / 2);
        at += 4;
        for (int i = 0; i < fields.Length; i += 2, at += 4)
        {
            Put16(Payload, at, ipv6 ? InIPv6(fields[i]) : fields[i]);
            Put16(Payload, at + 2, ipv6 && i < 6 ? 16 : fields[i + 1]);
        }

        return at;
    }

    /// <summary>The IPv6 element that stands for an IPv4 one: addresses, next hop and masks have their own.</summary>
    private static ushort InIPv6(ushort element) => element switch
    {
        8 => 27,
        12 => 28,
        15 => 62,
        9 => 29,
        13 => 30,
        _ => element,
    };
}
