namespace FlowSensor.Protocols.Flows;

/// <summary>Counts the records of a set without reading them: a division where all are of one length, else a walk over their lengths.</summary>
internal static class RecordCounter
{
    /// <summary>Counts; what is left behind the last record is padding where it is shorter than any record (RFC 7011 3.3.1).</summary>
    /// <param name="set">The set without its header.</param>
    /// <param name="plan">The plan of its template.</param>
    /// <param name="counts">Takes the number.</param>
    public static DecodeStatus Count(ReadOnlySpan<byte> set, DecodePlan plan, ref DatagramCounts counts)
    {
        if (plan.IsFixedLength)
        {
            counts.SkimmedRecords += set.Length / plan.MinimumRecordLength;
            return DecodeStatus.Ok;
        }

        int offset = 0;
        while (set.Length - offset >= plan.MinimumRecordLength)
        {
            if (!TrySkip(set, ref offset, plan))
            {
                return DecodeStatus.TruncatedRecord;
            }

            counts.SkimmedRecords++;
        }

        return DecodeStatus.Ok;
    }

    private static bool TrySkip(ReadOnlySpan<byte> set, ref int offset, DecodePlan plan)
    {
        foreach (PlanSegment segment in plan.Segments)
        {
            if (set.Length - offset < segment.Length)
            {
                return false;
            }

            offset += segment.Length;
            if (segment.Tail == SegmentTail.End)
            {
                return true;
            }

            if (!RecordTail.TryRead(set, ref offset, set.Length, segment, out _, out _))
            {
                return false;
            }
        }

        return true;
    }
}
