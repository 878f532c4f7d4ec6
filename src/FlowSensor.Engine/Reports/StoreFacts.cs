namespace FlowSensor.Engine.Reports;

/// <summary>What is in a store and how much room it takes.</summary>
/// <param name="Octets">Size of the database with its log, on disk.</param>
/// <param name="Windows">Windows stored.</param>
/// <param name="Hours">Hours stored.</param>
/// <param name="Days">Days stored.</param>
/// <param name="Incidents">Incidents stored.</param>
/// <param name="EvidenceFlows">Flow records kept as evidence.</param>
/// <param name="First">Start of the oldest span; left out for an empty store.</param>
/// <param name="Last">End of the newest.</param>
public sealed record StoreFacts(long Octets, long Windows, long Hours, long Days, long Incidents, long EvidenceFlows, DateTimeOffset? First, DateTimeOffset? Last);
