using System.Runtime.CompilerServices;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Storage.Columns;

/// <summary>The few next hops of many sources, by number. Of several the greatest stays, as the database compares octets.</summary>
internal sealed class NextHops
{
    private const long None = long.MinValue;

    private readonly List<byte[]> _hops = [];
    private readonly Dictionary<IpAddress, int> _numbers = [];

    /// <summary>The next hop with a number; null for none.</summary>
    public IpAddress? Of(long number) => number == None ? null : IpAddress.FromBytes(_hops[(int)number]);

    /// <summary>Merges a column of next hops into those of its rows.</summary>
    /// <param name="octets">The column.</param>
    /// <param name="places">Places of the values that count, ascending.</param>
    /// <param name="rows">For each of these the row it belongs to.</param>
    /// <param name="values">Numbers by row.</param>
    /// <param name="sources">Values of the column.</param>
    /// <exception cref="StoreException">The column is damaged.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Merge(ReadOnlySpan<byte> octets, ReadOnlySpan<int> places, ReadOnlySpan<int> rows, long[] values, int sources)
    {
        ColumnDecoder column = new(octets);
        ulong count = column.Next();
        if (count > (ulong)octets.Length)
        {
            throw Broken();
        }

        int[] numbers = new int[count];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = NumberOf(IpAddress.FromBytes(column.Take(16)));
        }

        int at = 0;
        for (int i = 0; i < places.Length; i++)
        {
            if (places[i] != at)
            {
                column.Skip(places[i] - at);
            }

            at = places[i] + 1;
            ulong hop = column.Next();
            int row = rows[i];
            if (hop > count)
            {
                throw Broken();
            }

            if (hop > 0 && values[row] != numbers[hop - 1])
            {
                Keep(numbers[hop - 1], ref values[row]);
            }
        }

        column.End(sources - at);
    }

    /// <summary>Merges the next hop of a row.</summary>
    /// <param name="octets">Its octets; none for no next hop.</param>
    /// <param name="value">Number of the one known so far.</param>
    public void Merge(ReadOnlySpan<byte> octets, ref long value)
    {
        if (!octets.IsEmpty)
        {
            Keep(NumberOf(IpAddress.FromBytes(octets)), ref value);
        }
    }

    private void Keep(int number, ref long value)
    {
        if (value == None || _hops[(int)value].AsSpan().SequenceCompareTo(_hops[number]) < 0)
        {
            value = number;
        }
    }

    private int NumberOf(IpAddress hop)
    {
        if (!_numbers.TryGetValue(hop, out int number))
        {
            _numbers[hop] = number = _hops.Count;
            _hops.Add(AddressBlob.Of(hop));
        }

        return number;
    }

    private static StoreException Broken() => new("A column of next hops in the store is not as it was written; the database is damaged, bring it back from a backup.");
}
