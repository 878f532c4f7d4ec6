namespace FlowSensor.Engine.Abuse.Desk;

/// <summary>What the store says of a source over a span of time.</summary>
/// <param name="Match">How it was found.</param>
/// <param name="First">Start of the first span with traffic of it, Unix milliseconds; null for none.</param>
/// <param name="Last">End of the last such span.</param>
/// <param name="Flows">Flows of the service <c>all</c> in those spans.</param>
/// <param name="Reason">Why there is nothing; empty else.</param>
/// <param name="Incident">The gravest incident of it at that time; empty for none.</param>
public readonly record struct SourceSighting(ComplaintMatch Match, long? First, long? Last, long Flows, string Reason, string Incident = "");
