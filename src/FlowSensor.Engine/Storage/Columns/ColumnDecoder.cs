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

    /// <summary>Takes some of the numbers of a column, with long steps over the others.</summary>
    /// <param name="octets">The column.</param>
    /// <param name="places">Places of the numbers, ascending.</param>
    /// <param name="values">Room for them.</param>
    /// <param name="from">What the numbers are counted from.</param>
    /// <param name="count">Numbers of the column.</param>
    /// <exception cref="StoreException">The column has fewer or more numbers, so that they may be those of others.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pick(ReadOnlySpan<byte> octets, ReadOnlySpan<int> places, Span<long> values, long from, int count)
    {
        ColumnDecoder column = new(octets);
        int at = 0;
        for (int i = 0; i < places.Length; i++)
        {
            if (places[i] != at)
            {
                column.Skip(places[i] - at);
            }

            values[i] = unchecked((long)column.Next() + from);
            at = places[i] + 1;
        }

        column.End(count - at);
    }

    /// <summary>Steps over the last numbers and sees that the column ends with them.</summary>
    /// <param name="count">How many.</param>
    /// <exception cref="StoreException">There are fewer or more.</exception>
    public void End(int count)
    {
        Skip(count);
        if (_at != _octets.Length)
        {
            throw new StoreException("A column of sources in the store is longer than it says; the database is damaged, bring it back from a backup.");
        }
    }

    /// <summary>Steps over numbers.</summary>
    /// <param name="count">How many.</param>
    /// <exception cref="StoreException">There are fewer.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Skip(int count)
    {
        // Each number has one octet without the top bit, its last.
        while (count >= sizeof(ulong) && _octets.Length - _at >= sizeof(ulong))
        {
            count -= BitOperations.PopCount(~BinaryPrimitives.ReadUInt64LittleEndian(_octets[_at..]) & 0x8080_8080_8080_8080);
            _at += sizeof(ulong);
        }

        for (; count > 0; count--)
        {
            Next();
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
