namespace FlowSensor.Engine.Abuse.Complaints;

/// <summary>A time found in text.</summary>
/// <param name="Time">Unix milliseconds.</param>
/// <param name="IsZoneAssumed">True when it was written without a zone.</param>
internal readonly record struct FoundTime(long Time, bool IsZoneAssumed);
