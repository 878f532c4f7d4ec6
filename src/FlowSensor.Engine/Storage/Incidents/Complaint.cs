using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Storage.Incidents;

/// <summary>A complaint that was received about a host.</summary>
/// <param name="Host">The host.</param>
/// <param name="Time">When it is said to have done what is complained about, Unix milliseconds.</param>
public readonly record struct Complaint(IpAddress Host, long Time);
