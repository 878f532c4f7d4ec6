using FlowSensor.Engine.Abuse.Complaints;

namespace FlowSensor.Engine.Abuse.Desk;

/// <summary>A host complained about, what was found of it, and who is responsible.</summary>
/// <param name="Source">What the complaint says.</param>
/// <param name="Sighting">What the store says.</param>
/// <param name="Institution">Whose it is; empty when unknown.</param>
/// <param name="Contact">Mail address of the responsible contact; empty when unknown.</param>
public sealed record SourceOutcome(ComplaintSource Source, SourceSighting Sighting, string Institution, string Contact);
