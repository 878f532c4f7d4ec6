namespace FlowSensor.Dashboard.Answers;

/// <summary>One step on the way to a contact.</summary>
/// <param name="Source">Where was looked.</param>
/// <param name="Answer">What was found, or that nothing was.</param>
/// <param name="AgeS">How old that is in seconds; null when it has no age.</param>
internal sealed record ContactFinding(string Source, string Answer, long? AgeS);
