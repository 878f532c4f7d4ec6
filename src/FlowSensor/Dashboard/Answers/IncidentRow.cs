using FlowSensor.Engine.Detection;
using FlowSensor.Engine.Reports.Incidents;

namespace FlowSensor.Dashboard.Answers;

/// <summary>An incident in a list of something else.</summary>
internal sealed record IncidentRow(
    string Id, string Kind, string Rule, string Subject, string Role, DateTimeOffset Opened, DateTimeOffset LastSeen, DateTimeOffset? Closed, int Severity, string Level, string State,
    string Institution)
{
    /// <summary>The row of an incident.</summary>
    public static IncidentRow Of(IncidentReport incident) => new(
        incident.Id, incident.Kind, incident.Rule, incident.Subject, incident.Role, incident.Opened, incident.LastSeen, incident.Closed, incident.Severity,
        IncidentKinds.NameOf(Incident.LevelOf(incident.Severity)), incident.State, incident.Institution);
}
