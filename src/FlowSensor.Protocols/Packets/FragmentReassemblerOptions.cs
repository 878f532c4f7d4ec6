namespace FlowSensor.Protocols.Packets;

/// <summary>Bounds of <see cref="FragmentReassembler"/>.</summary>
public sealed class FragmentReassemblerOptions
{
    /// <summary>Most datagrams waiting for fragments; the oldest makes room for a new one.</summary>
    public int MaxDatagrams { get; init; } = 4096;

    /// <summary>
    /// Most octets of buffers, used and free. The default is four times Linux's ipfrag_high_thresh, as a sensor sees the fragments of many hosts.
    /// </summary>
    public long MaxOctets { get; init; } = 16L << 20;

    /// <summary>Milliseconds after which a datagram is given up, counted from its first fragment seen (Linux's ipfrag_time, 30 s).</summary>
    public long TimeoutMs { get; init; } = 30_000;
}
