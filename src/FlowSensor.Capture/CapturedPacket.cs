namespace FlowSensor.Capture;

/// <summary>One captured packet, viewed where the capture put it.</summary>
/// <param name="data">Captured octets from the link layer on, at most the snap length.</param>
/// <param name="timestampNanoseconds">Capture time, Unix time in nanoseconds.</param>
/// <param name="wireLength">Octets the packet had on the wire.</param>
/// <param name="linkType">Link type, a number of the tcpdump.org registry.</param>
public readonly ref struct CapturedPacket(ReadOnlySpan<byte> data, long timestampNanoseconds, int wireLength, int linkType)
{
    /// <summary>Captured octets from the link layer on, at most the snap length.</summary>
    public ReadOnlySpan<byte> Data { get; } = data;

    /// <summary>Capture time, Unix time in nanoseconds.</summary>
    public long TimestampNanoseconds { get; } = timestampNanoseconds;

    /// <summary>Octets the packet had on the wire.</summary>
    public int WireLength { get; } = wireLength;

    /// <summary>Link type, a number of the tcpdump.org registry.</summary>
    public int LinkType { get; } = linkType;
}
