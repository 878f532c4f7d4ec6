using System.Buffers.Binary;
using System.Runtime.CompilerServices;

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
internal readonly record struct FieldRead(int End, int Slot, ulong Mask, ulong Set)
{
    /// <summary>Reads the slot.</summary>
    /// <param name="buffer">The datagram.</param>
    /// <param name="offset">Where the segment starts.</param>
    /// <param name="slots">All slots of the record.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply(ReadOnlySpan<byte> buffer, int offset, Span<ulong> slots)
    {
        ulong value = BinaryPrimitives.ReadUInt64BigEndian(buffer.Slice(offset + End - sizeof(ulong), sizeof(ulong)));
        slots[Slot] = (value & Mask) | Set;
    }
}
