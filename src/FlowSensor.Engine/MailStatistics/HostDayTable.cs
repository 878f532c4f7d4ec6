using FlowSensor.Capture.Memory;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.MailStatistics;

/// <summary>
/// Host-days by host and day. A day's queries are counted beside its key while they are of one sample: a query, the commonest event by far,
/// touches nothing else.
/// </summary>
internal sealed class HostDayTable
{
    private const int FirstRows = 1_024;

    private readonly HashIndex _index = new(FirstRows);
    private Row[] _rows = new Row[FirstRows];
    private int _made;
    private int _free = -1;

    /// <summary>Host-days held.</summary>
    public int Count { get; private set; }

    /// <summary>The hash of a host that the other calls want.</summary>
    public static uint HashOf(IpAddress host) => (uint)host.GetHashCode();

    /// <summary>Begins to fetch what <see cref="Expect"/> reads.</summary>
    public void Fetch(uint hash) => _index.Fetch(hash);

    /// <summary>Begins to fetch the day of a host that is looked for soon.</summary>
    public void Expect(uint hash)
    {
        int row = _index.Peek(hash);
        if ((uint)row < (uint)_rows.Length)
        {
            CacheHint.FetchWhole(in _rows[row]);
        }
    }

    /// <summary>Every host-day, its queries complete.</summary>
    public IEnumerable<HostDay> All()
    {
        for (int row = 0; row < _made; row++)
        {
            if (_rows[row].Counts is { } counts)
            {
                Settle(ref _rows[row]);
                yield return counts;
            }
        }
    }

    /// <summary>The day of a host, its queries complete; null when it is not there.</summary>
    public HostDay? Find(IpAddress host, int day, uint hash)
    {
        int row = Seek(host, day, hash, out _);
        if (row < 0)
        {
            return null;
        }

        Settle(ref _rows[row]);
        return _rows[row].Counts;
    }

    /// <summary>The same of a server; null for any other host, of which nothing is touched that is not asked for.</summary>
    public HostDay? FindServer(IpAddress host, int day, uint hash)
    {
        int row = Seek(host, day, hash, out _);
        if (row < 0 || _rows[row].Counts is not { IsServer: true })
        {
            return null;
        }

        Settle(ref _rows[row]);
        return _rows[row].Counts;
    }

    /// <summary>Counts a query of a host whose day is there; false when it is not.</summary>
    public bool TryCountQuery(IpAddress host, int day, uint hash, int sample)
    {
        int number = Seek(host, day, hash, out _);
        if (number < 0)
        {
            return false;
        }

        ref Row row = ref _rows[number];
        if (row.Sample != sample)
        {
            Settle(ref row);
            row.Sample = sample;
        }

        row.Queries++;
        return true;
    }

    /// <summary>Adds a day that is not there.</summary>
    public void Add(HostDay counts, uint hash)
    {
        int row = _free;
        if (row >= 0)
        {
            _free = _rows[row].Sample;
        }
        else
        {
            row = _made++;
            if (row == _rows.Length)
            {
                Array.Resize(ref _rows, TableGrowth.Next(row));
            }
        }

        _ = Seek(counts.Host, counts.Day.DayNumber, hash, out uint position);
        _index.Set(position, hash, row);
        _rows[row] = new Row { Host = counts.Host, Day = counts.Day.DayNumber, Counts = counts };
        Count++;
    }

    /// <summary>Takes out the days up to one.</summary>
    /// <param name="day">Number of the last day that goes.</param>
    /// <returns>Days taken out of hosts that were not servers.</returns>
    public int RemoveUntil(int day)
    {
        int others = 0;
        for (int number = 0; number < _made; number++)
        {
            ref Row row = ref _rows[number];
            if (row.Counts is { } counts && row.Day <= day)
            {
                others += counts.IsServer ? 0 : 1;
                _index.Remove(HashOf(row.Host), number);
                row = new Row { Sample = _free };
                _free = number;
                Count--;
            }
        }

        return others;
    }

    private static void Settle(ref Row row)
    {
        if (row.Queries > 0)
        {
            row.Counts!.AddQuery(row.Sample, row.Queries);
            row.Queries = 0;
        }
    }

    private int Seek(IpAddress host, int day, uint hash, out uint position)
    {
        position = _index.Home(hash);
        int row = _index.Next(hash, ref position);
        while (row >= 0 && (_rows[row].Day != day || _rows[row].Host != host))
        {
            row = _index.Next(hash, ref position);
        }

        return row;
    }

    private struct Row
    {
        public IpAddress Host;
        public int Day;

        /// <summary>Which sample <see cref="Queries"/> are of; of a free row, the next free one.</summary>
        public int Sample;

        /// <summary>Queries that the counts do not have yet.</summary>
        public int Queries;

        /// <summary>Null in a free row.</summary>
        public HostDay? Counts;
    }
}
