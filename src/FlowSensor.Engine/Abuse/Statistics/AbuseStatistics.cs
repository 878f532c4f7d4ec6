namespace FlowSensor.Engine.Abuse.Statistics;

/// <summary>The numbers of the abuse desk.</summary>
/// <param name="Months">By month, the oldest first.</param>
/// <param name="Institutions">By institution over all those months, the most hosts first.</param>
public sealed record AbuseStatistics(IReadOnlyList<AbuseMonth> Months, IReadOnlyList<AbuseInstitution> Institutions);
