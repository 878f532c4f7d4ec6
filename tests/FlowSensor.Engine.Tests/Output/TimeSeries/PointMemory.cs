using System.Globalization;
using FlowSensor.Engine.Output.TimeSeries;

namespace FlowSensor.Engine.Tests.Output.TimeSeries;

/// <summary>Keeps points as a database does: the last of a series and time, field by field.</summary>
internal sealed class PointMemory : ITimeSeriesWriter
{
    private readonly Dictionary<string, string> _fields = [];
    private readonly HashSet<SeriesKey> _series = [];
    private string _point = "";

    /// <summary>Points ended.</summary>
    public int Points { get; private set; }

    /// <summary>Series written.</summary>
    public IReadOnlyCollection<SeriesKey> Series => _series;

    /// <summary>Points by series and time: <c>band,smtp,request,source,1-10 60000</c>.</summary>
    public Dictionary<string, Dictionary<string, string>> Database { get; } = [];

    /// <summary>A field of a point.</summary>
    public string? Of(string point, string field) => Database.GetValueOrDefault(point)?.GetValueOrDefault(field);

    public void Begin(in SeriesKey series)
    {
        SeriesKey key = series;
        _series.Add(key);
        _point = string.Join(',', Enumerable.Range(0, series.Layout.Tags.Count).Select(key.Tag).Prepend(series.Layout.Name));
        _fields.Clear();
    }

    public void Field(string name, long value)
    {
        if (value != MeasurementLayout.None)
        {
            _fields.Add(name, value.ToString(CultureInfo.InvariantCulture));
        }
    }

    public void Field(string name, double value) => _fields.Add(name, value.ToString(CultureInfo.InvariantCulture));

    public void Field(string name, string value) => _fields.Add(name, value);

    public void End(long timeMs)
    {
        Points++;
        string key = string.Create(CultureInfo.InvariantCulture, $"{_point} {timeMs}");
        Dictionary<string, string> fields = Database.TryGetValue(key, out Dictionary<string, string>? known) ? known : Database[key] = [];
        foreach ((string name, string value) in _fields)
        {
            fields[name] = value;
        }
    }

    public void Complete()
    {
    }
}
