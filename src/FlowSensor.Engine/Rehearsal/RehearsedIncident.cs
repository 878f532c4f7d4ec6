using FlowSensor.Engine.Detection;

namespace FlowSensor.Engine.Rehearsal;

/// <summary>An incident of a rehearsal.</summary>
/// <param name="Incident">As it was told last; by the other rules where both opened it.</param>
/// <param name="Before">The rules in force open it.</param>
/// <param name="After">The other rules open it.</param>
public sealed record RehearsedIncident(Incident Incident, bool Before, bool After);
