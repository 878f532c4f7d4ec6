namespace FlowSensor.Engine.Storage.Access;

/// <summary>An entry of the audit log with its number.</summary>
/// <param name="Id">Number, growing with time.</param>
/// <param name="Entry">What happened.</param>
public sealed record StoredAuditEntry(long Id, AuditEntry Entry);
