namespace FlowSensor.Protocols.Snmp;

/// <summary>A variable binding: an object's name and its value (RFC 3416 3).</summary>
/// <param name="Name">The object.</param>
/// <param name="Value">Its value; null in a request.</param>
public readonly record struct VarBind(ObjectIdentifier Name, SnmpValue Value);
