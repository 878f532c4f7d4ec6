using System.Buffers.Binary;

namespace FlowSensor.Protocols.Flows;

/// <summary>The variable part at the end of a segment of a record.</summary>
internal static class RecordTail
{
    /// <summary>Finds the tail and passes over it. Its length is fixed by the template, or stands before it: one octet, or 255 and two octets (RFC 7011 7).</summary>
    /// <param name="buffer">What holds the record.</param>
    /// <param name="offset">Behind the segment; moved behind its tail.</param>
    /// <param name="end">Octet behind the set.</param>
    /// <param name="segment">The segment.</param>
    /// <param name="start">Where the tail's content begins.</param>
    /// <param name="length">Octets of it.</param>
    /// <returns>False where the set ends before the tail does.</returns>
    public static bool TryRead(ReadOnlySpan<byte> buffer, ref int offset, int end, PlanSegment segment, out int start, out int length)
    {
        start = offset;
        length = segment.TailLength;
        if (length == FieldSpecifier.VariableLength)
        {
            if (end - offset < 1)
            {
                return false;
            }

            length = buffer[offset++];
            if (length == byte.MaxValue)
            {
                if (end - offset < 2)
                {
                    return false;
                }

                length = BinaryPrimitives.ReadUInt16BigEndian(buffer[offset..]);
                offset += 2;
            }
        }

        if (end - offset < length)
        {
            return false;
        }

        start = offset;
        offset += length;
        return true;
    }
}
