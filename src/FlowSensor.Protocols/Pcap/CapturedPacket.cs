namespace FlowSensor.Protocols.Pcap;

/// <summary>One packet of a capture. <see cref="Data"/> points into the reader's buffer and is good until the next read.</summary>
public readonly ref struct CapturedPacket
{
    /// <summary>Makes a packet of its parts.</summary>
    public CapturedPacket(ReadOnlySpan<byte> data, long timestampNs, int wireLength, LinkType linkType, int interfaceId)
    {
        Data = data;
        TimestampNs = timestampNs;
        WireLength = wireLength;
        LinkType = linkType;
        InterfaceId = interfaceId;
    }

    /// <summary>The captured octets, beginning with the link layer.</summary>
    public ReadOnlySpan<byte> Data { get; }

    /// <summary>Capture time in nanoseconds since the Unix epoch; 0 where the file has none (pcapng simple packets).</summary>
    public long TimestampNs { get; }

    /// <summary>Octets the packet had on the wire; more than <see cref="Data"/> holds when the snap length cut it.</summary>
    public int WireLength { get; }

    /// <summary>What <see cref="Data"/> begins with.</summary>
    public LinkType LinkType { get; }

    /// <summary>Number of the capturing interface, counted over all sections of the file from 0.</summary>
    public int InterfaceId { get; }
}
