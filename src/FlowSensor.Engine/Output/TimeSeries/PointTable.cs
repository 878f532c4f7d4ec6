using System.Runtime.InteropServices;

namespace FlowSensor.Engine.Output.TimeSeries;

/// <summary>
/// Points of the newest times. A database keeps the last point of a series and time, so what is added to a point that was written has to
/// be written as the whole: the point is kept here as long as anything may be added.
/// </summary>
/// <param name="mostPoints">Points kept at most; the oldest times go first.</param>
internal sealed class PointTable(int mostPoints)
{
    private readonly SortedDictionary<long, Dictionary<SeriesKey, long[]>> _times = [];
    private readonly List<(SeriesKey Series, long Time, long[] Values)> _changed = [];
    private readonly HashSet<long[]> _isChanged = new(ReferenceEqualityComparer.Instance);
    private int _points;

    /// <summary>Points kept.</summary>
    public int Count => _points;

    /// <summary>Adds to a point.</summary>
    /// <param name="series">The series.</param>
    /// <param name="time">The time.</param>
    /// <param name="values">Values in the order of the measurement's fields.</param>
    public void Add(in SeriesKey series, long time, ReadOnlySpan<long> values)
    {
        if (!_times.TryGetValue(time, out Dictionary<SeriesKey, long[]>? points))
        {
            _times.Add(time, points = []);
        }

        ref long[]? point = ref CollectionsMarshal.GetValueRefOrAddDefault(points, series, out bool known);
        if (known)
        {
            series.Layout.Merge(point!, values);
        }
        else
        {
            point = values.ToArray();
            _points++;
        }

        if (_isChanged.Add(point!))
        {
            _changed.Add((series, time, point!));
        }
    }

    /// <summary>Writes the points that changed since the last time.</summary>
    /// <param name="writer">Takes them.</param>
    /// <param name="derive">Adds fields that follow from the others; null for none.</param>
    public void WriteChanged(ITimeSeriesWriter writer, Action<ITimeSeriesWriter, long, long[]>? derive = null)
    {
        foreach ((SeriesKey series, long time, long[] values) in _changed)
        {
            writer.Begin(series);
            for (int field = 0; field < values.Length; field++)
            {
                writer.Field(series.Layout.Fields[field], values[field]);
            }

            derive?.Invoke(writer, time, values);
            writer.End(time);
        }

        ForgetChanges();
    }

    /// <summary>Takes the points as written.</summary>
    public void ForgetChanges()
    {
        _changed.Clear();
        _isChanged.Clear();
    }

    /// <summary>Forgets points of times before one, and the oldest times while there are too many points.</summary>
    public void ForgetBefore(long time)
    {
        while (_times.Count > 0 && _times.First() is { Key: var first, Value: var points } && (first < time || (_points > mostPoints && _times.Count > 1)))
        {
            _points -= points.Count;
            _times.Remove(first);
        }
    }

    /// <summary>Every point, for keeping.</summary>
    public IEnumerable<(long Time, SeriesKey Series, long[] Values)> Points() =>
        from time in _times
        from point in time.Value
        select (time.Key, point.Key, point.Value);
}
