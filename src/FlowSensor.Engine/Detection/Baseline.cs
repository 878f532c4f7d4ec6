namespace FlowSensor.Engine.Detection;

/// <summary>
/// What is usual of one quantity: by hour of the week, where three weeks are known of it; else by hour of the day on weekdays and on holidays;
/// else over all hours. Under a day of hours nothing is known. Each level has a spread of its own.
/// </summary>
internal sealed class Baseline
{
    /// <summary>Hours after which anything is known.</summary>
    public const int ColdHours = 24;

    private const int HoursOfWeek = 168;
    private const int HoursOfKinds = 48;
    private const int LeastWeeks = 3;
    private const int LeastDays = 2;
    private const int Bins = HoursOfWeek + HoursOfKinds + 1;

    // What nothing was learned of says what an empty bin says: most servers that a window shows are gone before an hour of them is learned.
    private static readonly BaselineBin[] Nothing = new BaselineBin[Bins];

    private BaselineBin[] _bins = Nothing;

    /// <summary>Hours learned.</summary>
    public int Hours => _bins[Bins - 1].Values;

    /// <summary>Learns the value of an hour that ended.</summary>
    /// <param name="hour">The hour.</param>
    /// <param name="value">The value, not negative.</param>
    public void Learn(HourOfWeek hour, double value)
    {
        float logarithm = (float)Math.Log(1 + Math.Max(0, value));
        TakeBins();
        if (hour.IsOrdinary)
        {
            _bins[hour.Number].Learn(logarithm);
        }

        _bins[HoursOfWeek + hour.OfKind].Learn(logarithm);
        _bins[Bins - 1].Learn(logarithm);
    }

    /// <summary>The usual value of an hour and the value over which it is unusual; false while nothing is known.</summary>
    /// <param name="hour">The hour.</param>
    /// <param name="factor">Times the usual that are allowed at least.</param>
    /// <param name="usual">The usual value.</param>
    /// <param name="limit">The value over which it is unusual: four spreads or the factor above the usual.</param>
    public bool TryLevel(HourOfWeek hour, double factor, out double usual, out double limit)
    {
        ref BaselineBin bin = ref _bins[Bins - 1];
        if (hour.IsOrdinary && _bins[hour.Number].Values >= LeastWeeks)
        {
            bin = ref _bins[hour.Number];
        }
        else if (_bins[HoursOfWeek + hour.OfKind].Values >= LeastDays)
        {
            bin = ref _bins[HoursOfWeek + hour.OfKind];
        }

        usual = Math.Exp(bin.Level) - 1;
        limit = Math.Max(usual * factor, Math.Exp(bin.Level + (4 * bin.Spread)) - 1);
        return Hours >= ColdHours;
    }

    /// <summary>
    /// What was usual at this hour of weekdays or holidays, from the first such day on; 0 where there was none. Not sure enough to find anything
    /// unusual by, but better than a mean over night and day where an hour only speaks against it.
    /// </summary>
    /// <param name="hour">The hour.</param>
    public double UsualOfDay(HourOfWeek hour)
    {
        ref readonly BaselineBin bin = ref _bins[HoursOfWeek + hour.OfKind];
        return bin.Values == 0 ? 0 : Math.Exp(bin.Level) - 1;
    }

    /// <summary>Writes what was learned.</summary>
    public void Save(BinaryWriter writer)
    {
        foreach (ref readonly BaselineBin bin in _bins.AsSpan())
        {
            writer.Write(bin.Values);
            if (bin.Values > 0)
            {
                writer.Write(bin.Level);
                writer.Write(bin.Spread);
            }
        }
    }

    /// <summary>Reads what was learned.</summary>
    public static Baseline Restore(BinaryReader reader)
    {
        Baseline baseline = new();
        for (int at = 0; at < Bins; at++)
        {
            ushort values = reader.ReadUInt16();
            if (values > 0)
            {
                baseline.TakeBins();
                baseline._bins[at] = new BaselineBin { Values = values, Level = reader.ReadSingle(), Spread = reader.ReadSingle() };
            }
        }

        return baseline;
    }

    private void TakeBins()
    {
        if (_bins == Nothing)
        {
            _bins = new BaselineBin[Bins];
        }
    }
}
