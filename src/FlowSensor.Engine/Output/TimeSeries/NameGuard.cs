using FlowSensor.Protocols.Influx;

namespace FlowSensor.Engine.Output.TimeSeries;

/// <summary>
/// Holds the values of a tag to a number: what comes after the last is <see cref="Other"/>, for good, because a database keeps a series for
/// as long as any point of it. Names that are written alike are one.
/// </summary>
/// <param name="most">How many values there may be.</param>
internal sealed class NameGuard(int most)
{
    /// <summary>Stands for every name that is not admitted.</summary>
    public const string Other = "other";

    private readonly Dictionary<string, string> _known = [];
    private readonly HashSet<string> _admitted = [];

    /// <summary>The values there are.</summary>
    public IReadOnlyCollection<string> Admitted => _admitted;

    /// <summary>Names that were turned away so far, counted each time.</summary>
    public long Refused { get; private set; }

    /// <summary>The value to write for a name.</summary>
    public string Admit(string name)
    {
        if (_known.TryGetValue(name, out string? value))
        {
            return value;
        }

        value = LineEncoder.AsWritten(name);
        if (_known.Count >= most || (_admitted.Count >= most && !_admitted.Contains(value)))
        {
            Refused++;
            return Other;
        }

        _admitted.Add(value);
        _known.Add(name, value);
        return value;
    }
}
