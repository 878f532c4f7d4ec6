namespace FlowSensor.Engine.Contacts;

/// <summary>Traffic of one group.</summary>
/// <param name="Name">Institution or next hop; <c>unknown</c>, or <c>other</c> when there was no room for more groups.</param>
/// <param name="Flows">Flow records.</param>
/// <param name="Packets">Packets observed.</param>
/// <param name="Octets">Octets observed.</param>
public readonly record struct GroupTotal(string Name, long Flows, long Packets, long Octets);
