using System.Buffers.Binary;

namespace FlowSensor.Generator;

/// <summary>Builds the datagrams of one exporter, one at a time, in a buffer of its own.</summary>
internal abstract class ExportEncoder(int exporter, GeneratorOptions options)
{
    /// <summary>How long the exporters have been up at the start.</summary>
    private const long UptimeAtStart = 864_000_000;

    private readonly byte[] _payload = new byte[65_536];

    /// <summary>Number of the exporter, also its observation domain.</summary>
    public int Exporter { get; } = exporter;

    /// <summary>Flow records in the datagram under way.</summary>
    public int Records { get; private set; }

    /// <summary>Templates and options templates in the datagram under way.</summary>
    public int Templates { get; protected set; }

    /// <summary>Options records in the datagram under way.</summary>
    public int OptionsRecords { get; protected set; }

    /// <summary>Export format version.</summary>
    public abstract int Version { get; }

    /// <summary>Whether IPv6 flows cannot be carried.</summary>
    public virtual bool IPv4Only => false;

    /// <summary>Whether one more record of any kind fits.</summary>
    public bool HasRoom => Records < options.RecordsPerDatagram && Records < MaxRecords
        && Length + LargestRecord <= options.MaxPayload;

    /// <summary>Export time in Unix milliseconds, a whole second as v9 and IPFIX headers hold.</summary>
    protected long ExportTime { get; private set; }

    /// <summary>Milliseconds since the exporter started.</summary>
    protected uint Uptime { get; private set; }

    /// <summary>Sampling interval to tell, 0 for none.</summary>
    protected int Sampling => options.Sampling;

    /// <summary>Pairs of templates that the datagrams use in turn.</summary>
    protected int TemplatePairs => options.Templates;

    /// <summary>The datagram's buffer.</summary>
    protected Span<byte> Payload => _payload;

    /// <summary>Octets that the datagram would have now.</summary>
    protected abstract int Length { get; }

    /// <summary>Octets of the largest record.</summary>
    protected abstract int LargestRecord { get; }

    /// <summary>Most records that the format allows.</summary>
    protected virtual int MaxRecords => int.MaxValue;

    /// <summary>The encoder of a format.</summary>
    /// <param name="exporter">Number of the exporter.</param>
    /// <param name="options">What to generate.</param>
    public static ExportEncoder Create(int exporter, GeneratorOptions options) => options.FormatOf(exporter) switch
    {
        ExportFormat.V5 => new V5Encoder(exporter, options),
        ExportFormat.V9 => new V9Encoder(exporter, options),
        _ => new IpfixEncoder(exporter, options),
    };

    /// <summary>Starts a datagram.</summary>
    /// <param name="time">Export time, Unix milliseconds.</param>
    /// <param name="withTemplates">Put the templates in.</param>
    public void Begin(long time, bool withTemplates)
    {
        ExportTime = time / 1000 * 1000;
        Uptime = (uint)(ExportTime - options.Start * 1000 + UptimeAtStart);
        Records = Templates = OptionsRecords = 0;
        OnBegin(withTemplates);
    }

    /// <summary>Adds a flow record; there must be room.</summary>
    /// <param name="flow">The flow.</param>
    public void Add(in GeneratedFlow flow)
    {
        OnAdd(in flow);
        Records++;
    }

    /// <summary>Completes the datagram and counts it as sent; the result is valid until the next <see cref="Begin"/>.</summary>
    public ReadOnlySpan<byte> Finish() => _payload.AsSpan(0, OnFinish());

    /// <summary>What the sequence number gains by the datagram just finished.</summary>
    public abstract int SequenceUnits { get; }

    /// <summary>Starts the format's part of a datagram.</summary>
    /// <param name="withTemplates">Put the templates in.</param>
    protected abstract void OnBegin(bool withTemplates);

    /// <summary>Writes a record.</summary>
    /// <param name="flow">The flow.</param>
    protected abstract void OnAdd(in GeneratedFlow flow);

    /// <summary>Writes what the header needs and returns the datagram's length.</summary>
    protected abstract int OnFinish();

    /// <summary>Writes 16 bits in network order.</summary>
    protected static void Put16(Span<byte> at, int offset, int value) =>
        BinaryPrimitives.WriteUInt16BigEndian(at[offset..], (ushort)value);

    /// <summary>Writes 32 bits in network order.</summary>
    protected static void Put32(Span<byte> at, int offset, uint value) =>
        BinaryPrimitives.WriteUInt32BigEndian(at[offset..], value);

    /// <summary>Writes 64 bits in network order.</summary>
    protected static void Put64(Span<byte> at, int offset, ulong value) =>
        BinaryPrimitives.WriteUInt64BigEndian(at[offset..], value);
}
