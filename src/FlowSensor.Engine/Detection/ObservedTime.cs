namespace FlowSensor.Engine.Detection;

/// <summary>
/// Time for which there was data. Missing time up to a limit counts as quiet; what is longer is a gap: hours and quiet times stand still in
/// it. A step back is neither: time goes on from there.
/// </summary>
internal sealed class ObservedTime(long longestQuiet)
{
    /// <summary>End of the newest window, Unix milliseconds; 0 before the first.</summary>
    public long End { get; set; }

    /// <summary>Milliseconds observed since the first window.</summary>
    public long Observed { get; set; }

    /// <summary>Milliseconds in gaps since the first window.</summary>
    public long Missing { get; set; }

    /// <summary>What the newest window added to <see cref="Observed"/>.</summary>
    public long Step { get; private set; }

    /// <summary>What the newest window added to <see cref="Missing"/>.</summary>
    public long Gap { get; private set; }

    /// <summary>True when the newest window lies before the one taken before it: the clock of the data was set back.</summary>
    public bool IsBack { get; private set; }

    /// <summary>Takes the next window.</summary>
    public void Advance(long start, long end)
    {
        long missing = End == 0 ? 0 : start - End;
        IsBack = missing < 0;
        Gap = missing > longestQuiet ? missing : 0;
        Step = end - start + (missing > 0 && Gap == 0 ? missing : 0);
        Observed += Step;
        Missing += Gap;
        End = end;
    }
}
