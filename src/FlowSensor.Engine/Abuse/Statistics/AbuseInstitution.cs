namespace FlowSensor.Engine.Abuse.Statistics;

/// <summary>What came of one institution's hosts.</summary>
/// <param name="Name">The institution; empty for hosts of nobody known.</param>
/// <param name="FoundHosts">Different hosts found by ourselves.</param>
/// <param name="Complaints">Complaints about hosts of it.</param>
/// <param name="ComplainedHosts">Different hosts complained about.</param>
/// <param name="Reports">Our reports to it.</param>
public sealed record AbuseInstitution(string Name, int FoundHosts, int Complaints, int ComplainedHosts, ReportOutcomes Reports);
