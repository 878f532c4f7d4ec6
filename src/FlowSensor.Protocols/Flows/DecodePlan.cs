namespace FlowSensor.Protocols.Flows;

/// <summary>
/// How records of one template become a <see cref="FlowRecord"/>: a masked read for every wanted field, or one for two of them, in
/// segments between variable-length fields. Fields nobody wants cost nothing, they are only lengths.
/// </summary>
internal sealed class DecodePlan
{
    public DecodePlan(PlanSegment[] segments, int minimumRecordLength, TimeEncoding first, TimeEncoding last, FinishSteps steps)
    {
        Segments = segments;
        MinimumRecordLength = minimumRecordLength;
        FirstEncoding = first;
        LastEncoding = last;
        Steps = steps;
    }

    /// <summary>Parts of the record; each ends at a variable-length field or a packet section, the last at the record's end.</summary>
    public PlanSegment[] Segments { get; }

    /// <summary>Fewest octets a record can take; what is left of a set below that is padding (RFC 7011 3.3.1).</summary>
    public int MinimumRecordLength { get; }

    /// <summary>True when all records have the same length.</summary>
    public bool IsFixedLength => Segments.Length == 1 && Segments[0].Tail == SegmentTail.End;

    /// <summary>Encoding of the value that the plan leaves in <see cref="FlowRecord.First"/>.</summary>
    public TimeEncoding FirstEncoding { get; }

    /// <summary>Encoding of the value that the plan leaves in <see cref="FlowRecord.Last"/>.</summary>
    public TimeEncoding LastEncoding { get; }

    /// <summary>What remains to be done to a record after its fields were read.</summary>
    public FinishSteps Steps { get; }
}
