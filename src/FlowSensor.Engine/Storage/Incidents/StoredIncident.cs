using FlowSensor.Engine.Detection;

namespace FlowSensor.Engine.Storage.Incidents;

/// <summary>A change of an incident, with whose the source is.</summary>
public sealed record StoredIncident : StoredItem
{
    /// <summary>What happened, and the incident after it.</summary>
    public required IncidentChange Change { get; init; }

    /// <summary>Institution of the source; empty when unknown.</summary>
    public string Institution { get; init; } = "";

    /// <summary>Mail address of who answers for it; empty when unknown.</summary>
    public string Contact { get; init; } = "";

    /// <summary>Name of the address in DNS; empty when unknown.</summary>
    public string Name { get; init; } = "";

    /// <summary>Block lists that name the source, separated by spaces; empty for none or when not asked.</summary>
    public string Lists { get; init; } = "";
}
