namespace FlowSensor.Engine.Detection;

/// <summary>A change of an incident and the incident as it is now.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Incident">The incident after it.</param>
/// <param name="Time">Event time, Unix milliseconds: the end of the window that brought it.</param>
public sealed record IncidentChange(IncidentChangeKind Kind, Incident Incident, long Time);
