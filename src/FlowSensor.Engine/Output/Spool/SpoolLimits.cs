namespace FlowSensor.Engine.Output.Spool;

/// <summary>How much a spool may hold.</summary>
/// <param name="MaxOctets">Octets of all its segments together at most.</param>
/// <param name="WhenFull">What an append does when there is no room.</param>
internal sealed record SpoolLimits(long MaxOctets, SpoolWhenFull WhenFull)
{
    private const long LeastSegment = 16 << 10;
    private const long GreatestSegment = 16 << 20;

    /// <summary>Octets after which a segment is closed. The oldest segment is what goes when there is no room, so it is a small part of the whole.</summary>
    public long SegmentOctets => Math.Clamp(MaxOctets / 16, LeastSegment, GreatestSegment);
}
