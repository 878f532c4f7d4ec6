namespace FlowSensor.Engine.Storage.Incidents;

/// <summary>A note of an operator on an incident.</summary>
/// <param name="Time">When it was written.</param>
/// <param name="Author">Who wrote it.</param>
/// <param name="Text">The note.</param>
public sealed record IncidentNote(DateTimeOffset Time, string Author, string Text);
