namespace FlowSensor.Engine.RelayTesting;

/// <summary>How a server is tested.</summary>
public sealed record RelayTestOptions
{
    /// <summary>Between two patterns. A test should not look like an attack.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>For each step of the dialogue.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Patterns in a session: servers end sessions with many errors (Postfix after 20, and slows down after 10).</summary>
    public int PatternsPerSession { get; init; } = 5;
}
