namespace FlowSensor.Protocols.Flows;

/// <summary>A run of fixed-length fields, and what follows it.</summary>
/// <param name="Reads">Reads of all wanted fields; offsets count from the segment's start.</param>
/// <param name="CountedReads">Those of them that traffic is counted by.</param>
/// <param name="Length">Octets of the fixed run.</param>
/// <param name="Tail">What stands behind the run.</param>
/// <param name="TailLength">Octets of a fixed-length tail; <see cref="FieldSpecifier.VariableLength"/> when the record says.</param>
internal sealed record PlanSegment(SegmentReads Reads, SegmentReads CountedReads, int Length, SegmentTail Tail, ushort TailLength)
{
    /// <summary>The reads for a sink.</summary>
    public SegmentReads For(bool everyField) => everyField ? Reads : CountedReads;
}
