namespace FlowSensor.Engine.Output.TimeSeries;

/// <summary>What was written of the newest times, in memory and, for a running sensor, in a file: a sensor that is started anew within a window adds to it.</summary>
/// <param name="horizonMs">For how long before the newest time something may still be added.</param>
/// <param name="ranks">Ranks of a list.</param>
/// <param name="file">Where it is kept; null to keep nothing.</param>
internal sealed class RecentPoints(long horizonMs, int ranks, string? file)
{
    private const int MostPoints = 200_000;

    private long _newest = long.MinValue;

    /// <summary>Points.</summary>
    public PointTable Points { get; } = new(MostPoints);

    /// <summary>Ranked lists.</summary>
    public RankedTable Lists { get; } = new(ranks);

    /// <summary>Reads what an earlier run kept.</summary>
    /// <param name="names">Takes the names it had admitted.</param>
    /// <returns>False when there is a file that cannot be used.</returns>
    public bool Load(NameGuards names)
    {
        if (file is null || !File.Exists(file))
        {
            return true;
        }

        bool read = RecentPointsFile.TryRead(file, this, names);
        Points.ForgetChanges();
        Lists.ForgetChanges();
        return read;
    }

    /// <summary>Tells that an item of a time is written: forgets what is too old, and keeps the rest.</summary>
    /// <returns>False when it could not be kept.</returns>
    public bool Keep(long time, NameGuards names)
    {
        _newest = Math.Max(_newest, time);
        long oldest = horizonMs > _newest ? long.MinValue : _newest - horizonMs;
        Points.ForgetBefore(oldest);
        Lists.ForgetBefore(oldest);
        return file is null || RecentPointsFile.TryWrite(file, this, names);
    }
}
