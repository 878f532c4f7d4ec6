namespace FlowSensor.Protocols.Flows.Encoding;

/// <summary>One field of an export template.</summary>
/// <param name="Element">Information element or v9 field type.</param>
/// <param name="Length">Octets.</param>
/// <param name="Slot">Slot of <see cref="FlowRecord"/> it is taken from.</param>
/// <param name="Kind">How it is written.</param>
internal readonly record struct EncodedField(ushort Element, ushort Length, int Slot, EncodedKind Kind);
