namespace FlowSensor.Engine.Storage;

/// <summary>A range of event time for a question.</summary>
/// <param name="From">Start, Unix milliseconds; null for as far back as the default goes.</param>
/// <param name="To">End (exclusive); null for the newest span stored.</param>
public readonly record struct TimeRange(long? From, long? To);
