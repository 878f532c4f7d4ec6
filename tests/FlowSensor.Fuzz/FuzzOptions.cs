namespace FlowSensor.Fuzz;

/// <summary>What to run, and for how long.</summary>
internal sealed record FuzzOptions
{
    /// <summary>Start of the random numbers.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Executions of each target at most.</summary>
    public long Executions { get; init; } = long.MaxValue;

    /// <summary>Time for all of them at most.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.MaxValue;

    /// <summary>Time that an input may take, the best of three.</summary>
    public TimeSpan LongestTime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Folder for failing inputs.</summary>
    public string Failures { get; init; } = "fuzz-failures";

    /// <summary>Folder of kept inputs; null to keep none.</summary>
    public string? Corpus { get; init; }

    /// <summary>True to take seeds from the published captures beside the project too, where they are.</summary>
    public bool UseShared { get; init; } = true;

    /// <summary>True when the time decides, so that a slice is a time and fast targets get more executions.</summary>
    public bool IsTimed => Time != TimeSpan.MaxValue;
}
