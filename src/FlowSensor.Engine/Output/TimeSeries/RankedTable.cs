using System.Globalization;

namespace FlowSensor.Engine.Output.TimeSeries;

/// <summary>
/// Ranked lists of addresses of the newest times: the rank is a tag, the address a field. What is added to a list that was written is
/// ranked with it, so that the list is written as a whole again.
/// </summary>
/// <param name="most">Ranks of a list.</param>
internal sealed class RankedTable(int most)
{
    // The rest of a list is kept for what may be added to it.
    private const int KeptTimes = 4;
    private const int MostRows = 200_000;

    private readonly SortedDictionary<long, Dictionary<SeriesKey, Dictionary<string, RankedRow>>> _times = [];
    private readonly HashSet<(long Time, SeriesKey List)> _changed = [];
    private int _rows;

    /// <summary>Adds to a row of a list.</summary>
    /// <param name="list">The series of the list, without its rank.</param>
    /// <param name="time">Time of its points.</param>
    /// <param name="row">The row.</param>
    public void Add(in SeriesKey list, long time, RankedRow row)
    {
        if (!_times.TryGetValue(time, out Dictionary<SeriesKey, Dictionary<string, RankedRow>>? lists))
        {
            _times.Add(time, lists = []);
        }

        if (!lists.TryGetValue(list, out Dictionary<string, RankedRow>? rows))
        {
            lists.Add(list, rows = []);
        }

        if (rows.TryGetValue(row.Address, out RankedRow? known))
        {
            list.Layout.Merge(known.Values, row.Values);
        }
        else
        {
            rows.Add(row.Address, row);
            _rows++;
        }

        _changed.Add((time, list));
    }

    /// <summary>Writes the lists that changed since the last time, each as a whole.</summary>
    /// <param name="writer">Takes the points.</param>
    /// <param name="addressField">Name of the field with the address.</param>
    public void WriteChanged(ITimeSeriesWriter writer, string addressField)
    {
        foreach ((long time, SeriesKey list) in _changed)
        {
            RankedRow[] ranked = Trim(_times[time][list]);
            for (int i = 0; i < Math.Min(most, ranked.Length); i++)
            {
                string rank = (i + 1).ToString("00", CultureInfo.InvariantCulture);
                writer.Begin(list.Layout.Tags.Count == 3 ? list with { Third = rank } : list with { Second = rank });
                writer.Field(addressField, ranked[i].Address);
                for (int field = 0; field < ranked[i].Values.Length; field++)
                {
                    writer.Field(list.Layout.Fields[field], ranked[i].Values[field]);
                }

                if (ranked[i].NextHop.Length > 0)
                {
                    writer.Field("next_hop", ranked[i].NextHop);
                }

                writer.End(time);
            }
        }

        _changed.Clear();
    }

    /// <summary>Forgets lists of times before one, and the oldest times while there are too many rows.</summary>
    public void ForgetBefore(long time)
    {
        while (_times.Count > 0 && _times.First() is { Key: var first, Value: var lists } && (first < time || (_rows > MostRows && _times.Count > 1)))
        {
            _rows -= lists.Values.Sum(static rows => rows.Count);
            _times.Remove(first);
        }
    }

    /// <summary>Every row, for keeping.</summary>
    public IEnumerable<(long Time, SeriesKey List, RankedRow Row)> Rows() =>
        from time in _times
        from list in time.Value
        from row in list.Value.Values
        select (time.Key, list.Key, row);

    /// <summary>Takes the rows as written.</summary>
    public void ForgetChanges() => _changed.Clear();

    private RankedRow[] Trim(Dictionary<string, RankedRow> rows)
    {
        RankedRow[] ranked = [.. rows.Values];
        Array.Sort(ranked, RankedRow.Compare);
        foreach (RankedRow row in ranked.Skip(most * KeptTimes))
        {
            rows.Remove(row.Address);
            _rows--;
        }

        return ranked;
    }
}
