namespace FlowSensor.Engine.Output.TimeSeries;

/// <summary>A measurement: its name, tags beside <c>sensor</c>, and integer fields.</summary>
/// <param name="name">Name.</param>
/// <param name="tags">Names of the tags in the order of their values, at most four.</param>
/// <param name="fields">Names of the fields in the order of their values.</param>
/// <param name="replaced">Index of the first field that is replaced by a later value instead of added to; none where it is the number of fields.</param>
internal sealed class MeasurementLayout(string name, string[] tags, string[] fields, int replaced)
{
    /// <summary>Stands for a value that is not known; the field is left out.</summary>
    public const long None = long.MinValue;

    /// <summary>Name.</summary>
    public string Name { get; } = name;

    /// <summary>Names of the tags in the order of their values.</summary>
    public IReadOnlyList<string> Tags { get; } = tags;

    /// <summary>Names of the fields in the order of their values.</summary>
    public IReadOnlyList<string> Fields { get; } = fields;

    /// <summary>A measurement whose fields are sums.</summary>
    public static MeasurementLayout Sums(string name, string tags, string fields)
    {
        string[] names = Split(fields);
        return new MeasurementLayout(name, Split(tags), names, names.Length);
    }

    /// <summary>A measurement with fields that are sums, and behind them others that are replaced.</summary>
    public static MeasurementLayout Sums(string name, string tags, string fields, string replaced)
    {
        string[] names = Split(fields);
        return new MeasurementLayout(name, Split(tags), [.. names, .. Split(replaced)], names.Length);
    }

    /// <summary>Brings a value into one that is there.</summary>
    public void Merge(Span<long> values, ReadOnlySpan<long> added)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = i < replaced ? unchecked(values[i] + added[i]) : added[i] == None ? values[i] : added[i];
        }
    }

    private static string[] Split(string names) => names.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
