using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace FlowSensor.Engine.Storage.Columns;

/// <summary>Reads a column that <see cref="ColumnEncoder"/> wrote. The loops run over millions of values in the first question that needs them, so they are compiled well at once.</summary>
internal ref struct ColumnDecoder
{
    private readonly ReadOnlySpan<byte> _octets;
    private int _at;

    /// <summary>Takes the octets of a column.</summary>
    public ColumnDecoder(ReadOnlySpan<byte> octets)
    {
        _octets = octets;
        _at = 0;
    }

    /// <summary>The next number.</summary>
    /// <exception cref="StoreException">The column ends before it.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Next()
    {
        int at = _at;
        ReadOnlySpan<byte> octets = _octets;
        if ((uint)at < (uint)octets.Length && octets[at] < 0x80)
        {
            _at = at + 1;
            return octets[at];
        }

        // Up to eight octets at once: those of the number, and its groups of seven bits moved together by twos, fours and eights.
        if (octets.Length - at >= sizeof(ulong))
        {
            ulong word = BinaryPrimitives.ReadUInt64LittleEndian(octets[at..]);
            ulong ends = ~word & 0x8080_8080_8080_8080;
            if (ends != 0)
            {
                int bits = BitOperations.TrailingZeroCount(ends) + 1;
                _at = at + (bits >> 3);
                word &= (ulong.MaxValue >> (64 - bits)) & 0x7F7F_7F7F_7F7F_7F7F;
                word = (word & 0x007F_007F_007F_007F) | ((word & 0x7F00_7F00_7F00_7F00) >> 1);
                word = (word & 0x0000_3FFF_0000_3FFF) | ((word & 0x3FFF_0000_3FFF_0000) >> 2);
                return (word & 0x0FFF_FFFF) | ((word & 0x0FFF_FFFF_0000_0000) >> 4);
            }
        }

        return NextLong();
    }

    /// <summary>The next octets as they are.</summary>
    /// <exception cref="StoreException">The column ends before them.</exception>
    public ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > _octets.Length - _at)
        {
            throw Broken();
        }

        _at += count;
        return _octets.Slice(_at - count, count);
    }

    /// <summary>Merges the numbers of a column into the sums of its rows.</summary>
    /// <param name="octets">The column.</param>
    /// <param name="rows">For each value the row of the sums it belongs to; below 0 for none.</param>
    /// <param name="values">The sums by row.</param>
    /// <param name="merge">How.</param>
    /// <param name="from">What the numbers are counted from.</param>
    /// <exception cref="StoreException">The column has fewer numbers than there are rows.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Merge(ReadOnlySpan<byte> octets, ReadOnlySpan<int> rows, long[] values, ColumnMerge merge, long from)
    {
        ColumnDecoder column = new(octets);
        foreach (int row in rows)
        {
            long value = unchecked((long)column.Next() + from);
            if (row < 0)
            {
                continue;
            }

            ref long known = ref values[row];
            known = merge switch
            {
                ColumnMerge.Max => Math.Max(known, value),
                ColumnMerge.Min => Math.Min(known, value),
                _ => unchecked(known + value),
            };
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private ulong NextLong()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64 && _at < _octets.Length; shift += 7)
        {
            byte octet = _octets[_at++];
            value |= (ulong)(octet & 0x7F) << shift;
            if (octet < 0x80)
            {
                return value;
            }
        }

        throw Broken();
    }

    private static StoreException Broken() => new("A column of sources in the store is shorter than it says; the database is damaged, bring it back from a backup.");
}
