namespace FlowSensor.Engine.Inspection;

/// <summary>What inspection keeps of a packet's headers until its turn comes.</summary>
internal struct InspectedPacket
{
    /// <summary>The two ends; for DNS over UDP the client is the one who asks.</summary>
    public SessionKey Session;

    /// <summary>Of a datagram only the length of the payload.</summary>
    public TcpSegment Segment;

    public long TimeMs;

    /// <summary>Of the session over TCP, of the client over UDP.</summary>
    public uint Hash;

    /// <summary>Where the session, or the client over UDP, most likely is, once that was asked for; -1 for nowhere.</summary>
    public int Slot;

    public bool IsTcp;

    /// <summary>Which way the packet goes.</summary>
    public bool FromClient;

    /// <summary>Where the queue keeps the payload.</summary>
    public int CapturedAt;

    /// <summary>Octets of payload that were captured.</summary>
    public int CapturedLength;
}
