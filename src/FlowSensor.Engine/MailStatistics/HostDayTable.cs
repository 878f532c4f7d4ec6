using FlowSensor.Capture.Memory;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.MailStatistics;

/// <summary>
/// Host-days by host and day. A day's queries are counted beside its key while they are of one sample: a query, the commonest event by far,
/// touches nothing else, and most hosts need no <see cref="HostDay"/>; one is made when somebody asks for it, or when a second sample begins.
/// </summary>
internal sealed class HostDayTable(MailStatisticsOptions options)
{
    private const int FirstRows = 1_024;

    // In place of a day.
    private const int NoDay = int.MinValue;

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

    /// <summary>The host-days of servers and of some hosts, their queries complete.</summary>
    /// <param name="hosts">Hosts that are wanted whether servers or not.</param>
    public IEnumerable<HostDay> Servers(IReadOnlySet<IpAddress> hosts)
    {
        for (int row = 0; row < _made; row++)
        {
            if (_rows[row].Day != NoDay && (_rows[row].Counts is { IsServer: true } || hosts.Contains(_rows[row].Host)))
            {
                yield return Whole(ref _rows[row]);
            }
        }
    }

    /// <summary>True for a host that asked on any day.</summary>
    public bool HasAsked(IpAddress host)
    {
        uint hash = HashOf(host);
        uint position = _index.Home(hash);
        for (int row = _index.Next(hash, ref position); row >= 0; row = _index.Next(hash, ref position))
        {
            if (_rows[row].Host == host && (_rows[row].Queries > 0 || _rows[row].Counts?.Total().Queries > 0))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The day of a host, its queries complete; null when it is not there.</summary>
    public HostDay? Find(IpAddress host, int day, uint hash)
    {
        int row = Seek(host, day, hash, out _);
        return row < 0 ? null : Whole(ref _rows[row]);
    }

    /// <summary>The same of a server; null for any other host, of which nothing is touched that is not asked for.</summary>
    public HostDay? FindServer(IpAddress host, int day, uint hash)
    {
        int row = Seek(host, day, hash, out _);
        return row < 0 || _rows[row].Counts is not { IsServer: true } ? null : Whole(ref _rows[row]);
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
            if (row.Queries > 0)
            {
                Whole(ref row);
            }

            row.Sample = sample;
        }

        row.Queries++;
        return true;
    }

    /// <summary>Adds a day that is not there.</summary>
    public void Add(IpAddress host, int day, uint hash)
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

        _ = Seek(host, day, hash, out uint position);
        _index.Set(position, hash, row);
        _rows[row] = new Row { Host = host, Day = day };
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
            if (row.Day != NoDay && row.Day <= day)
            {
                others += row.Counts is { IsServer: true } ? 0 : 1;
                _index.Remove(HashOf(row.Host), number);
                row = new Row { Day = NoDay, Sample = _free };
                _free = number;
                Count--;
            }
        }

        return others;
    }

    private HostDay Whole(ref Row row)
    {
        row.Counts ??= new HostDay(row.Host, DateOnly.FromDayNumber(row.Day), options);
        if (row.Queries > 0)
        {
            row.Counts.AddQuery(row.Sample, row.Queries);
            row.Queries = 0;
        }

        return row.Counts;
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

        /// <summary><see cref="NoDay"/> in a free row.</summary>
        public int Day;

        /// <summary>Which sample <see cref="Queries"/> are of; of a free row, the next free one.</summary>
        public int Sample;

        /// <summary>Queries that the counts do not have yet.</summary>
        public int Queries;

        /// <summary>Null while <see cref="Queries"/> are all there is.</summary>
        public HostDay? Counts;
    }
}
