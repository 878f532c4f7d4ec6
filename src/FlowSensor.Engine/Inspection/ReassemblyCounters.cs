namespace FlowSensor.Engine.Inspection;

/// <summary>What became of TCP segments and sessions.</summary>
internal sealed class ReassemblyCounters
{
    public long Segments { get; set; }

    public long Attempts { get; set; }

    public long Opened { get; set; }

    /// <summary>Opened without a handshake in the capture.</summary>
    public long OpenedMidstream { get; set; }

    public long Closed { get; set; }

    public long TimedOut { get; set; }

    /// <summary>Given up because the table was full.</summary>
    public long Evicted { get; set; }

    public long OutOfOrder { get; set; }

    public long Retransmitted { get; set; }

    public long Gaps { get; set; }

    public long LostOctets { get; set; }

    /// <summary>Segments that neither continue a session nor can start one.</summary>
    public long Stray { get; set; }
}
