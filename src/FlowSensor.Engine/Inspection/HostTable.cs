using FlowSensor.Capture.Memory;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Inspection;

/// <summary>
/// Counters by host, up to a maximum. An index apart from them tells by one look that a host is not in the table, the common case under a
/// flood or behind a large network; counters are only touched where they count.
/// </summary>
internal sealed class HostTable<TCounters>
    where TCounters : struct
{
    private const int FirstRows = 64;

    private readonly int _maximum;
    private readonly HashIndex _index = new(FirstRows);
    private Row[] _rows = new Row[FirstRows];
    private TCounters _unlisted;

    /// <param name="maximum">Hosts at most.</param>
    public HostTable(int maximum) => _maximum = maximum;

    /// <summary>Hosts in the table.</summary>
    public int Count { get; private set; }

    /// <summary>Calls for hosts that found no room.</summary>
    public long Full { get; private set; }

    /// <summary>All hosts, in the order in which they came.</summary>
    public IEnumerable<(IpAddress Host, TCounters Counters)> All => _rows.Take(Count).Select(static row => (row.Host, row.Counters));

    // As of those who give the hash along.
    private static uint HashOf(IpAddress host) => (uint)host.GetHashCode();

    /// <summary>Begins to fetch what <see cref="Expect"/> reads.</summary>
    public void Fetch(uint hash) => _index.Fetch(hash);

    /// <summary>Begins to fetch the row of a host that is looked for soon.</summary>
    public void Expect(uint hash)
    {
        int row = _index.Peek(hash);
        if ((uint)row < (uint)_rows.Length)
        {
            CacheHint.Fetch(in _rows[row]);
            CacheHint.Fetch(in _rows[row], 64);
            CacheHint.Fetch(in _rows[row], 128);
        }
    }

    /// <summary>The counters of a host; default where it is not in the table.</summary>
    public TCounters Of(IpAddress host)
    {
        int row = Seek(host, HashOf(host), out _);
        return row >= 0 ? _rows[row].Counters : default;
    }

    /// <summary>The counters of a host, new ones where there are none yet; a spare place, with false, when there is no room.</summary>
    public ref TCounters Find(in IpAddress host, uint hash, out bool found)
    {
        int row = SeekOrAdd(host, hash);
        found = row >= 0;
        if (found)
        {
            return ref _rows[row].Counters;
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
            return ref _rows[place.Number - 1].Counters;
        }

        Full++;
        return ref _unlisted;
    }

    private int Seek(in IpAddress host, uint hash, out uint position)
    {
        position = _index.Home(hash);
        int row = _index.Next(hash, ref position);
        while (row >= 0 && _rows[row].Host != host)
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
        if (row == _rows.Length)
        {
            Row[] larger = new Row[TableGrowth.Next(row, _maximum)];
            LargePages.Ask(larger);
            _rows.CopyTo(larger, 0);
            _rows = larger;
        }

        _rows[row].Host = host;
        _index.Set(position, hash, row);
        return row;
    }

    private struct Row
    {
        public IpAddress Host;
        public TCounters Counters;
    }
}
