namespace FlowSensor.Engine.Storage.Incidents;

/// <summary>What DNS says of an incident's source, known later than the incident.</summary>
/// <param name="Incident">Identifier of the incident.</param>
/// <param name="Name">Name of the source; empty when it has none.</param>
/// <param name="Lists">Block lists that name it, separated by spaces.</param>
public sealed record StoredIncidentNames(string Incident, string Name, string Lists) : StoredItem;
