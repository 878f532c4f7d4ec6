using FlowSensor.Engine.Reports.Incidents;
using FlowSensor.Engine.Storage.Incidents;


namespace FlowSensor.Dashboard.Answers;

/// <summary>One incident with what became of it and its evidence.</summary>
internal sealed record IncidentDetails
{
    /// <summary>The incident, with the features that make up its severity.</summary>
    public required IncidentReport Incident { get; init; }

    /// <summary>What became of it, in order.</summary>
    public required IReadOnlyList<(DateTimeOffset Time, string Change, int Severity)> Changes { get; init; }

    /// <summary>What the rule said window by window.</summary>
    public required IReadOnlyList<EvidenceWindow> Windows { get; init; }

    /// <summary>Flow records kept.</summary>
    public required IReadOnlyList<EvidenceFlow> Flows { get; init; }

    /// <summary>Notes of operators, the oldest first.</summary>
    public required IReadOnlyList<IncidentNote> Notes { get; init; }
}
