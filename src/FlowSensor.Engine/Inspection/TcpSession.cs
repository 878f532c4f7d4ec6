namespace FlowSensor.Engine.Inspection;

/// <summary>One slot of the session table.</summary>
internal struct TcpSession
{
    public SessionKey Key;
    public HalfStream Client;
    public HalfStream Server;
    public long LastSeen;

    /// <summary>Hash of <see cref="Key"/>, as the table uses it.</summary>
    public uint Hash;

    /// <summary>Where the statistics keep the counts of the two hosts.</summary>
    public SessionRows Rows;

    public SessionState State;

    /// <summary>The three-way handshake was seen to its end.</summary>
    public bool IsEstablished;

    /// <summary>Nothing is to be delivered any more: encrypted. Octets and segments are still counted.</summary>
    public bool IsOpaque;

    /// <summary>A SYN with another sequence number was seen meanwhile.</summary>
    public bool HasNewAttempt;

    /// <summary>Octets were lost in either direction.</summary>
    public bool HasLoss;

    /// <summary>The session is in the statistics.</summary>
    public bool IsCounted;

    /// <summary>Octets the client had sent when the session became opaque.</summary>
    public long ClientOctetsAtOpaque;

    /// <summary>Client segments with payload when the session became opaque.</summary>
    public int ClientSegmentsAtOpaque;

    /// <summary>The reader of the session's protocol, lent by the inspector.</summary>
    public object? Reader;
}
