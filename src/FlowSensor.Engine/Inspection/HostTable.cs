using System.Numerics;
using FlowSensor.Capture.Memory;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Inspection;

/// <summary>
/// Counters by host, up to a maximum. An index apart from them tells by one look that a host is not in the table, the common case under a
/// flood or behind a large network; counters are only touched where they count.
/// </summary>
internal sealed class HostTable<TCounters>
    where TCounters : unmanaged
{
    private const int FirstBits = 6;

    private readonly int _maximum;
    private readonly HashIndex _index = new(1 << FirstBits);
    private RowBlock<Row> _rows = RowBlocks.AllocateCleared<Row>(FirstBits);
    private int _room = 1 << FirstBits;
    private TCounters _unlisted;

    /// <param name="maximum">Hosts at most.</param>
    public HostTable(int maximum) => _maximum = maximum;

    /// <summary>Hosts in the table.</summary>
    public int Count { get; private set; }

    /// <summary>Calls for hosts that found no room.</summary>
    public long Full { get; private set; }

    // As of those who give the hash along.
    private static uint HashOf(IpAddress host) => (uint)host.GetHashCode();

    /// <summary>Begins to fetch what <see cref="Expect(uint, bool)"/> reads.</summary>
    public void Fetch(uint hash) => _index.Fetch(hash);

    /// <summary>Begins to fetch the row of a host that is looked for soon, and tells which it most likely is; -1 for none.</summary>
    /// <param name="hash">Of the host.</param>
    /// <param name="isWhole">False where only the first line of a row will be touched.</param>
    public int Expect(uint hash, bool isWhole)
    {
        int row = _index.Peek(hash);
        if (row >= 0)
        {
            CacheHint.Fetch(in _rows[(uint)row]);
            if (isWhole)
            {
                CacheHint.Fetch(in _rows[(uint)row], 64);
            }
        }

        return row;
    }

    /// <summary>Begins to fetch the row of one whose place is known.</summary>
    public void Expect(HostPlace place)
    {
        if (place.Number > 0)
        {
            CacheHint.FetchWhole(in _rows[(uint)place.Number - 1]);
        }
    }

    /// <summary>The hosts that weigh most, heaviest first, by address where they weigh the same.</summary>
    public IReadOnlyList<(IpAddress Host, TCounters Counters)> Top(int number, Func<TCounters, long> weightOf)
    {
        List<(long Weight, uint Row)> top = new(Math.Min(number, Count) + 1);
        for (uint row = 0; row < (uint)Count; row++)
        {
            long weight = weightOf(_rows[row].Counters);
            int place = top.Count;
            while (place > 0 && IsBefore(weight, row, top[place - 1]))
            {
                place--;
            }

            if (place < number)
            {
                top.Insert(place, (weight, row));
                top.RemoveRange(Math.Min(number, top.Count), Math.Max(0, top.Count - number));
            }
        }

        return [.. top.Select(item => (_rows[item.Row].Host, _rows[item.Row].Counters))];
    }

    /// <summary>The counters of a host; default where it is not in the table.</summary>
    public TCounters Of(IpAddress host)
    {
        int row = Seek(host, HashOf(host), out _);
        return row >= 0 ? _rows[(uint)row].Counters : default;
    }

    /// <summary>The counters of a host, new ones where there are none yet; a spare place, with false, when there is no room.</summary>
    /// <param name="host">The host.</param>
    /// <param name="hash">Its hash.</param>
    /// <param name="expected">What <see cref="Expect(uint, bool)"/> said, at any time before; -1 where it was not asked.</param>
    /// <param name="found">False when there is no room.</param>
    public ref TCounters Find(in IpAddress host, uint hash, int expected, out bool found)
    {
        int row = (uint)expected < (uint)Count && _rows[(uint)expected].Host == host ? expected : SeekOrAdd(host, hash);
        found = row >= 0;
        if (found)
        {
            return ref _rows[(uint)row].Counters;
        }

        Full++;
        return ref _unlisted;
    }

    /// <summary>The same for one whose place is remembered from the first call on.</summary>
    public ref TCounters Find(in IpAddress host, ref HostPlace place)
    {
        if (place.Number == HostPlace.Unknown)
        {
            int row = SeekOrAdd(host, HashOf(host));
            place.Number = row >= 0 ? row + 1 : HostPlace.Unlisted;
        }

        if (place.Number > 0)
        {
            return ref _rows[(uint)place.Number - 1].Counters;
        }

        Full++;
        return ref _unlisted;
    }

    private bool IsBefore(long weight, uint row, (long Weight, uint Row) other) =>
        weight != other.Weight ? weight > other.Weight : _rows[row].Host < _rows[other.Row].Host;

    private int Seek(in IpAddress host, uint hash, out uint position)
    {
        position = _index.Home(hash);
        int row = _index.Next(hash, ref position);
        while (row >= 0 && _rows[(uint)row].Host != host)
        {
            row = _index.Next(hash, ref position);
        }

        return row;
    }

    private int SeekOrAdd(in IpAddress host, uint hash)
    {
        int row = Seek(host, hash, out uint position);
        if (row >= 0 || Count >= _maximum)
        {
            return row;
        }

        row = Count++;
        if (row == _room)
        {
            int rows = TableGrowth.Next(row, (int)BitOperations.RoundUpToPowerOf2((uint)_maximum));
            RowBlock<Row> larger = RowBlocks.AllocateCleared<Row>(BitOperations.Log2((uint)rows));
            _rows.Rows.CopyTo(larger.Rows);
            _rows = larger;
            _room = larger.Rows.Length;
        }

        _rows[(uint)row].Host = host;
        _index.Set(position, hash, row);
        return row;
    }

    private struct Row
    {
        public IpAddress Host;
        public TCounters Counters;
    }
}
