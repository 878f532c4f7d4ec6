using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FlowSensor.Protocols.Flows;

/// <summary>
/// Two neighbouring slots of <see cref="FlowRecord"/> taken out of a record at once: sixteen octets are loaded and put in the order of the slots by one
/// shuffle. A slot that no field is for becomes 0.
/// </summary>
/// <param name="Start">Offset of the sixteen octets from the segment's start; they lie wholly in the segment.</param>
/// <param name="Pair">Number of the pair of slots: half the number of the first.</param>
/// <param name="Order">For each octet of the slots, where it stands among the sixteen; <see cref="Zero"/> for none.</param>
/// <param name="Set">Bits to set in the slots, as <see cref="FieldRead.Set"/>.</param>
internal readonly record struct PairRead(int Start, int Pair, Vector128<byte> Order, Vector128<ulong> Set)
{
    /// <summary>Octets loaded.</summary>
    public const int Octets = 16;

    /// <summary>Slots written.</summary>
    public const int Slots = 2;

    /// <summary>In <see cref="Order"/>: no octet. Out of range wherever the instruction exists, which gives 0.</summary>
    public const byte Zero = 0xFF;

    /// <summary>Reads both slots.</summary>
    /// <param name="segment">The segment's octets.</param>
    /// <param name="pairs">All pairs of slots of the record.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply(ReadOnlySpan<byte> segment, Span<Vector128<ulong>> pairs)
    {
        Vector128<byte> octets = Vector128.Create(segment.Slice(Start, Octets));
        pairs[Pair] = Vector128.ShuffleNative(octets, Order).AsUInt64() | Set;
    }
}
