using FlowSensor.Engine.Detection;

namespace FlowSensor.Engine.Storage.Incidents;

/// <summary>A decision of an operator as it is stored.</summary>
/// <param name="Number">Its number, to take it back by.</param>
/// <param name="Silence">The decision.</param>
public sealed record StoredSilence(long Number, Silence Silence);
