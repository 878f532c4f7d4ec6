namespace FlowSensor.Engine.Inspection;

internal enum SessionState : byte
{
    Free,

    /// <summary>Seen, followed.</summary>
    Open,

    /// <summary>Over; kept for a while so that late retransmissions do not start it anew.</summary>
    Closed,
}
