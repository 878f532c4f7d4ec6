namespace FlowSensor.Scenarios.World;

/// <summary>What to play.</summary>
internal sealed record ScenarioOptions
{
    /// <summary>Seed of everything.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Days, from a Monday on.</summary>
    public int Days { get; init; } = 14;

    /// <summary>How many of everything, against a region in small; tests on few days take less.</summary>
    public double Size { get; init; } = 1;

    /// <summary>Active timeout of the router: as docs/operations.md asks for.</summary>
    public TimeSpan ActiveTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>False: only the innocent play.</summary>
    public bool WithThreats { get; init; } = true;
}
