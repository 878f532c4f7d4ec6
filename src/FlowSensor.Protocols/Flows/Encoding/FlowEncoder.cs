namespace FlowSensor.Protocols.Flows.Encoding;

/// <summary>
/// Packs flow records into export datagrams. Records wait until a datagram is full or <see cref="Flush"/> is called. Counters are sent as
/// observed, with the sampling interval in the record. One thread; nothing is allocated per record.
/// </summary>
public abstract class FlowEncoder
{
    private readonly IDatagramOutput _output;
    private readonly byte[] _datagram;

    private protected FlowEncoder(FlowEncoderOptions options, IDatagramOutput output)
    {
        _output = output;
        _datagram = new byte[options.MaxDatagram];
        Domain = options.ObservationDomainId;
    }

    /// <summary>Datagrams sent.</summary>
    public long Datagrams { get; private set; }

    /// <summary>Records sent.</summary>
    public long Records { get; private protected set; }

    /// <summary>Records that the format has no place for (IPv6 in NetFlow v5).</summary>
    public long NotEncodable { get; private protected set; }

    private protected uint Domain { get; }

    private protected Span<byte> Datagram => _datagram;

    /// <summary>Octets of the datagram being made; 0 when none is.</summary>
    private protected int Length { get; set; }

    /// <summary>Makes an encoder of the format asked for.</summary>
    public static FlowEncoder Create(FlowEncoderOptions options, IDatagramOutput output)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxDatagram, 512);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MaxDatagram, 65_507);
        return options.Protocol == ExportProtocol.V5 ? new FixedEncoder(options, output) : new TemplateEncoder(options, output);
    }

    /// <summary>Adds a record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="nowMs">Export time, Unix time in milliseconds.</param>
    public abstract void Add(ref FlowRecord record, long nowMs);

    /// <summary>Sends what waits.</summary>
    /// <param name="nowMs">Export time, Unix time in milliseconds.</param>
    public abstract void Flush(long nowMs);

    private protected void Send()
    {
        _output.OnDatagram(_datagram.AsSpan(0, Length));
        Datagrams++;
        Length = 0;
    }
}
