namespace FlowSensor.Engine.Storage.Access;

/// <summary>One thing that somebody did or tried.</summary>
/// <param name="Time">When.</param>
/// <param name="Actor">Who; empty for somebody who had not logged in.</param>
/// <param name="Role">As what.</param>
/// <param name="Address">From where; empty on the sensor's own command line.</param>
/// <param name="Action">What, such as <c>incident.acknowledge</c>.</param>
/// <param name="Subject">To what: an identifier, a name.</param>
/// <param name="Result">What became of it, such as <c>done</c> or <c>refused</c>.</param>
/// <param name="Detail">More about it.</param>
public sealed record AuditEntry(DateTimeOffset Time, string Actor, string Role, string Address, string Action, string Subject, string Result, string Detail);
