namespace FlowSensor.Engine.Abuse.Tickets;

/// <summary>What opening automatic reports came to.</summary>
/// <param name="Opened">Tickets opened.</param>
/// <param name="Trouble">Why the last report that failed could not be made; null when none failed.</param>
public sealed record AutomaticRound(int Opened, string? Trouble);
