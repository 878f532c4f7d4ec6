namespace FlowSensor.Protocols.Flows;

/// <summary>
/// One field to take out of a record: the eight octets that end with the field, big-endian, masked to the field's width.
/// Reading backwards from the field's end never leaves the datagram, since every record stands behind its set header and
/// message header; so a field of any width needs one load and no branch.
/// </summary>
/// <param name="End">Offset of the octet behind the field, from the segment's start.</param>
/// <param name="Slot">Slot of <see cref="FlowRecord"/> that takes the value.</param>
/// <param name="Mask">Which bits belong to the field.</param>
/// <param name="Set">Bits to set in the slot: the IPv4-mapped prefix for IPv4 addresses, else 0.</param>
internal readonly record struct FieldRead(int End, int Slot, ulong Mask, ulong Set);
