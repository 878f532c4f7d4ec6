namespace FlowSensor.Engine.Detection;

/// <summary>What is usual of an own rule's measure: the highest value of a window in each hour.</summary>
internal sealed class OwnBaseline
{
    private Baseline _baseline = new();
    private double _highest;

    /// <summary>Takes the value of a window.</summary>
    public void Offer(double value) => _highest = Math.Max(_highest, value);

    /// <summary>The usual value of an hour and the one over which it is unusual; false while nothing is known.</summary>
    public bool TryLevel(HourOfWeek hour, double factor, out double usual, out double limit) => _baseline.TryLevel(hour, factor, out usual, out limit);

    /// <summary>Ends an hour.</summary>
    public void EndHour(HourOfWeek hour, bool learn)
    {
        if (learn)
        {
            _baseline.Learn(hour, _highest);
        }

        _highest = 0;
    }

    /// <summary>Writes what was learned.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(_highest);
        _baseline.Save(writer);
    }

    /// <summary>Reads what was learned.</summary>
    public static OwnBaseline Restore(BinaryReader reader) => new() { _highest = reader.ReadDouble(), _baseline = Baseline.Restore(reader) };
}
