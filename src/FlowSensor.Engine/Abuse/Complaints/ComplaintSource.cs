using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Abuse.Complaints;

/// <summary>One host that a complaint is about.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Port">Its port; 0 when not said.</param>
/// <param name="First">First time named, Unix milliseconds; null when none is.</param>
/// <param name="Last">Last time named, Unix milliseconds; null when none is.</param>
/// <param name="IsZoneAssumed">True when the times were written without a zone.</param>
public readonly record struct ComplaintSource(IpAddress Address, int Port, long? First, long? Last, bool IsZoneAssumed);
