using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Abuse.Complaints;

/// <summary>An address found in text.</summary>
/// <param name="Address">The address.</param>
/// <param name="Port">The port written beside it; 0 for none.</param>
internal readonly record struct FoundAddress(IpAddress Address, int Port);
