namespace FlowSensor.Engine.Contacts;

/// <summary>One step on the way to an answer.</summary>
/// <param name="Source">Where was looked.</param>
/// <param name="Answer">What was found, or that nothing was.</param>
/// <param name="AgeSeconds">How old that is; -1 when it has no age.</param>
public sealed record ContactStep(string Source, string Answer, long AgeSeconds);
