using FlowSensor.Engine.Output.Spool;
using FlowSensor.Protocols.Influx;

namespace FlowSensor.Engine.Output.TimeSeries;

/// <summary>Makes lines of points and appends them to a spool, those of top lists apart from the others: they may go to another place.</summary>
/// <param name="spool">Takes the batches.</param>
/// <param name="sensor">Name of the sensor, a tag of every point.</param>
/// <param name="stop">Ends the wait for room in the spool.</param>
internal sealed class LineBatchWriter(DiskSpool spool, string sensor, CancellationToken stop) : ITimeSeriesWriter
{
    /// <summary>Header of a batch that says what it holds.</summary>
    public const string ContentHeader = "content";

    /// <summary>Value of <see cref="ContentHeader"/> for points of top lists.</summary>
    public const string TopContent = "top";

    private const int BatchOctets = 256 << 10;

    private static readonly Dictionary<string, string> MainHeaders = new() { [ContentHeader] = "main" };
    private static readonly Dictionary<string, string> TopHeaders = new() { [ContentHeader] = TopContent };

    private readonly Dictionary<SeriesKey, byte[]> _series = [];
    private readonly LineEncoder _main = new();
    private readonly LineEncoder _top = new();
    private LineEncoder _line = new();

    /// <summary>Series written since the start.</summary>
    public int Series => _series.Count;

    /// <summary>Points written since the start.</summary>
    public long Points { get; private set; }

    /// <inheritdoc/>
    public void Begin(in SeriesKey series)
    {
        _line = series.Layout == Measurements.TopSource || series.Layout == Measurements.MailClient ? _top : _main;
        if (_series.TryGetValue(series, out byte[]? begun))
        {
            _line.BeginSeries(begun);
            return;
        }

        // Sorted keys spare the server the sorting.
        _line.Begin(series.Layout.Name);
        SeriesKey key = series;
        foreach ((string name, string value) in series.Layout.Tags.Select((name, index) => (name, key.Tag(index))).Append(("sensor", sensor)).OrderBy(static tag => tag.Item1, StringComparer.Ordinal))
        {
            _line.Tag(name, value);
        }

        _series.Add(series, _line.Begun.ToArray());
    }

    /// <inheritdoc/>
    public void Field(string name, long value)
    {
        if (value != MeasurementLayout.None)
        {
            _line.Field(name, value);
        }
    }

    /// <inheritdoc/>
    public void Field(string name, double value) => _line.Field(name, value);

    /// <inheritdoc/>
    public void Field(string name, string value) => _line.Field(name, value);

    /// <inheritdoc/>
    public void End(long timeMs)
    {
        Points += _line.End(timeMs) ? 1 : 0;
        if (_line.Written.Length >= BatchOctets)
        {
            Append(_line, _line == _top ? TopHeaders : MainHeaders);
        }
    }

    /// <inheritdoc/>
    public void Complete()
    {
        Append(_main, MainHeaders);
        Append(_top, TopHeaders);
    }

    private void Append(LineEncoder lines, Dictionary<string, string> headers)
    {
        if (lines.Lines > 0)
        {
            spool.Append(headers, lines.Written, lines.Lines, stop);
            lines.Clear();
        }
    }
}
