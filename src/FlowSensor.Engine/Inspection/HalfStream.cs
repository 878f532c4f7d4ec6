namespace FlowSensor.Engine.Inspection;

/// <summary>One direction of a session: what comes next, what waits out of order, what was counted.</summary>
internal struct HalfStream
{
    /// <summary>Sequence number of the octet to deliver next; only meaningful when <see cref="IsKnown"/>.</summary>
    public uint NextSequence;

    /// <summary>Highest acknowledgment by the other side of this direction's octets.</summary>
    public uint Acknowledged;

    /// <summary>First waiting block of the <see cref="SegmentPool"/>, -1 for none; ordered by sequence.</summary>
    public int FirstWaiting;

    /// <summary>Blocks waiting.</summary>
    public int WaitingBlocks;

    /// <summary>Octets of payload seen, retransmissions included.</summary>
    public long Octets;

    /// <summary>Segments with payload seen.</summary>
    public int DataSegments;

    public bool IsKnown;
    public bool HasAcknowledged;

    /// <summary>FIN was sent; no octet follows <see cref="FinSequence"/>.</summary>
    public bool HasFin;

    public uint FinSequence;
}
