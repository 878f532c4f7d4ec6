using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Abuse.Complaints;

/// <summary>What a Received line says of where the message came from.</summary>
/// <param name="Outcome">How far it can be used.</param>
/// <param name="Address">The address that the writing server saw; <c>::</c> where it wrote none.</param>
/// <param name="Line">The line, unfolded and shortened.</param>
internal readonly record struct ReceivedHop(ReceivedOutcome Outcome, IpAddress Address, string Line);
