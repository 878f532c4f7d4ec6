using FlowSensor.Engine.Storage.Access;

namespace FlowSensor.Dashboard.Api;

/// <summary>An entry of the audit log.</summary>
/// <param name="Id">Number, growing with time.</param>
/// <param name="Time">When.</param>
/// <param name="Actor">Who; empty for somebody who had not logged in.</param>
/// <param name="Role">As what.</param>
/// <param name="Address">From where; empty for the command line.</param>
/// <param name="Action">What.</param>
/// <param name="Subject">To what.</param>
/// <param name="Result">What became of it.</param>
/// <param name="Detail">More about it.</param>
internal sealed record AuditRow(long Id, DateTimeOffset Time, string Actor, string Role, string Address, string Action, string Subject, string Result, string Detail)
{
    /// <summary>The row of an entry.</summary>
    public static AuditRow Of(StoredAuditEntry stored) => new(
        stored.Id, stored.Entry.Time, stored.Entry.Actor, stored.Entry.Role, stored.Entry.Address, stored.Entry.Action, stored.Entry.Subject, stored.Entry.Result, stored.Entry.Detail);
}
