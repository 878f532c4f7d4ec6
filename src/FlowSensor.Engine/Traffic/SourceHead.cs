using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Traffic;

/// <summary>
/// A source and where its rows are, one for each traffic class it showed: 64 octets, a line of the cache. The classes stand
/// together so that one vector comparison finds a row. A source with more than seven classes continues in a further block.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SourceHead
{
    /// <summary>Class slots of a block; the slot behind them may link to the next block.</summary>
    public const int Slots = 7;

    private const ushort Linked = ushort.MaxValue;

    public IpAddress Source;

    // A class plus one, so that zero is an empty slot.
    private Classes8 _classes;
    private Rows8 _rows;

    /// <summary>The number of the next block plus one; 0 for none.</summary>
    public readonly uint Next => _classes[Slots] == Linked ? _rows[Slots] : 0;

    /// <summary>The number plus one of a class's row, 0 where this block has none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly uint Find(ushort trafficClass)
    {
        ReadOnlySpan<ushort> classes = _classes;
        uint matches = Vector128.Equals(Vector128.Create(classes), Vector128.Create((ushort)(trafficClass + 1))).ExtractMostSignificantBits();
        return matches != 0 ? _rows[System.Numerics.BitOperations.TrailingZeroCount(matches) & Slots] : 0;
    }

    /// <summary>The class and row number of a slot; false for an empty one.</summary>
    public readonly bool TryRead(int slot, out ushort trafficClass, out uint row)
    {
        trafficClass = (ushort)(_classes[slot] - 1);
        row = _rows[slot] - 1;
        return _classes[slot] != 0;
    }

    /// <summary>Takes a row in; false when the block is full.</summary>
    public bool TryAdd(ushort trafficClass, uint row)
    {
        for (int slot = 0; slot < Slots; slot++)
        {
            if (_classes[slot] == 0)
            {
                _classes[slot] = (ushort)(trafficClass + 1);
                _rows[slot] = row + 1;
                return true;
            }
        }

        return false;
    }

    /// <summary>Continues in another block.</summary>
    public void LinkTo(uint block)
    {
        _classes[Slots] = Linked;
        _rows[Slots] = block + 1;
    }

    [InlineArray(Slots + 1)]
    private struct Classes8
    {
        private ushort _first;
    }

    [InlineArray(Slots + 1)]
    private struct Rows8
    {
        private uint _first;
    }
}
