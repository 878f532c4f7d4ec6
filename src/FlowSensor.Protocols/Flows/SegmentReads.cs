using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FlowSensor.Protocols.Flows;

/// <summary>
/// The reads of one segment: fields that go to neighbouring slots and stand close together in the record are read in pairs, the rest one by one.
/// Where nothing else fills a slot, a field beside it may be read as a pair, which leaves 0 in that slot; else the slots hold the same as by single reads.
/// </summary>
internal sealed class SegmentReads
{
    // The header and the caller of a decoder set these once for many records; behind them is the working room of plans.
    private static readonly int FirstKept = ElementTargets.Slot(nameof(FlowRecord.Version)) & -PairRead.Slots;

    private readonly PairRead[] _pairs;
    private readonly FieldRead[] _singles;

    /// <summary>Of a segment of which nothing is wanted: one for all, as a template may have a thousand of them.</summary>
    public static SegmentReads Empty { get; } = new([], 0, isOnly: false);

    /// <summary>Sorts the reads of a segment.</summary>
    /// <param name="reads">Reads of single fields, of different slots.</param>
    /// <param name="length">Octets of the segment.</param>
    /// <param name="isOnly">True where the record has no other segment, which might fill the slot beside a field's.</param>
    public SegmentReads(IEnumerable<FieldRead> reads, int length, bool isOnly)
    {
        List<PairRead> pairs = [];
        List<FieldRead> singles = [];
        foreach (IGrouping<int, FieldRead> group in reads.GroupBy(static read => read.Slot & -PairRead.Slots))
        {
            FieldRead[] fields = [.. group];
            if ((isOnly || fields.Length == PairRead.Slots) && Pair(group.Key, fields, length) is PairRead pair)
            {
                pairs.Add(pair);
            }
            else
            {
                singles.AddRange(fields);
            }
        }

        _pairs = [.. pairs];
        _singles = [.. singles];
    }

    /// <summary>Fills the slots from a segment.</summary>
    /// <param name="buffer">The datagram; at least eight octets stand before the segment.</param>
    /// <param name="offset">Where the segment starts.</param>
    /// <param name="length">Octets of the segment, all of which the buffer has.</param>
    /// <param name="slots">All slots of the record.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply(ReadOnlySpan<byte> buffer, int offset, int length, Span<ulong> slots)
    {
        ReadOnlySpan<byte> segment = buffer.Slice(offset, length);
        Span<Vector128<ulong>> slotPairs = MemoryMarshal.Cast<ulong, Vector128<ulong>>(slots);
        foreach (ref readonly PairRead pair in _pairs.AsSpan())
        {
            pair.Apply(segment, slotPairs);
        }

        foreach (ref readonly FieldRead read in _singles.AsSpan())
        {
            read.Apply(buffer, offset, slots);
        }
    }

    // Null where the fields do not stand within as many octets, or the record has fewer.
    private static PairRead? Pair(int slot, FieldRead[] fields, int length)
    {
        int end = fields.Max(static field => field.End);
        int start = Math.Max(0, end - PairRead.Octets);
        if (slot >= FirstKept || start + PairRead.Octets > length || fields.Any(field => field.End - Width(field) < start))
        {
            return null;
        }

        Span<byte> order = stackalloc byte[PairRead.Octets];
        Span<ulong> set = stackalloc ulong[PairRead.Slots];
        order.Fill(PairRead.Zero);
        foreach (FieldRead field in fields)
        {
            int at = (field.Slot - slot) * sizeof(ulong);
            for (int octet = 0; octet < Width(field); octet++)
            {
                int place = BitConverter.IsLittleEndian ? octet : sizeof(ulong) - 1 - octet;
                order[at + place] = (byte)(field.End - 1 - octet - start);
            }

            set[field.Slot - slot] = field.Set;
        }

        return new PairRead(start, slot / PairRead.Slots, Vector128.Create<byte>(order), Vector128.Create<ulong>(set));
    }

    private static int Width(FieldRead field) => sizeof(ulong) - (System.Numerics.BitOperations.LeadingZeroCount(field.Mask) / 8);
}
