namespace FlowSensor.Engine.Logs.Rare;

/// <summary>A line near another in time, on the same host.</summary>
/// <param name="TimeMs">Unix milliseconds.</param>
/// <param name="Program">The program that logged it.</param>
/// <param name="Text">Its message, to be shown.</param>
/// <param name="IsAfter">True when it came after the other.</param>
public sealed record NearLine(long TimeMs, string Program, string Text, bool IsAfter);
