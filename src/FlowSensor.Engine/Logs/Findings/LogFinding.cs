namespace FlowSensor.Engine.Logs.Findings;

/// <summary>Something in a log that a person should see; incidents and time series are made of these.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="TimeMs">When, in the log's time: Unix milliseconds; of a gap, its start.</param>
/// <param name="Host">The host that logged it; empty where the log names none.</param>
/// <param name="Program">The program.</param>
/// <param name="Template">Its message type; empty for a gap.</param>
/// <param name="Text">The line, of a gap the last one before it; fit to be shown.</param>
/// <param name="Words">Words of trouble in the type.</param>
/// <param name="Count">Lines of the type since the last finding of it, this one included.</param>
public sealed record LogFinding(
    LogFindingKind Kind, long TimeMs, string Host, string Program, string Template, string Text, IReadOnlyList<string> Words, long Count)
{
    /// <summary>End of a gap, Unix milliseconds; null while it lasts, and for what has no length.</summary>
    public long? UntilMs { get; init; }
}
