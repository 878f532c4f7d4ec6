namespace FlowSensor.Engine.Routes.Polling;

/// <summary>Bounds of one walk.</summary>
public sealed record WalkLimits
{
    /// <summary>Most rows taken. Twice a full IPv4 table.</summary>
    public int MaximumRows { get; init; } = 2_000_000;

    /// <summary>Longest time a walk may take.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(10);
}
