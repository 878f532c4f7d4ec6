namespace FlowSensor.Engine.Logs.Following;

/// <summary>What happened to a followed log.</summary>
public sealed class FollowCounters
{
    /// <summary>Lines handed on.</summary>
    public long Lines { get; internal set; }

    /// <summary>Times that a new file took the log's name.</summary>
    public long Renamed { get; internal set; }

    /// <summary>Times that the file was emptied in place.</summary>
    public long Emptied { get; internal set; }

    /// <summary>Times that it was emptied and no copy was found to read the rest from.</summary>
    public long CopiesMissing { get; internal set; }

    /// <summary>Rotated files, read in part before, that were not found again.</summary>
    public long FilesMissing { get; internal set; }

    /// <summary>Rotated files that came and went while nobody followed, read as a whole.</summary>
    public long CaughtUp { get; internal set; }
}
