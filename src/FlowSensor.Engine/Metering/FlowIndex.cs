using System.Numerics;
using System.Runtime.CompilerServices;

namespace FlowSensor.Engine.Metering;

/// <summary>
/// Finds flows by hash: open addressing with linear probing, at most half full, eight bytes a slot holding the hash and the entry's number
/// plus one, so that nearly every miss is told without touching an entry. Deletion moves later entries back, there are no tombstones.
/// </summary>
internal sealed class FlowIndex
{
    private readonly ulong[] _slots;
    private readonly uint _mask;

    public FlowIndex(int maxFlows)
    {
        _slots = new ulong[BitOperations.RoundUpToPowerOf2((uint)maxFlows * 2)];
        _mask = (uint)_slots.Length - 1;
    }

    /// <summary>The first slot to look at.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Home(uint hash) => hash & _mask;

    /// <summary>The entry a lookup of this hash most likely ends at; entry 0 when there is none. To fetch memory early.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Peek(uint hash)
    {
        ulong[] slots = _slots;
        return Math.Max(0, (int)(uint)slots[hash & (uint)(slots.Length - 1)] - 1);
    }

    /// <summary>
    /// Walks on to the next slot of this hash. Returns the number of the entry it names, or -1 when the chain has ended; <paramref name="position"/>
    /// is then the empty slot, else the one after the match.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Next(uint hash, ref uint position)
    {
        ulong[] slots = _slots;
        while (true)
        {
            ulong slot = slots[position & _mask];
            if (slot == 0)
            {
                return -1;
            }

            position = (position + 1) & _mask;
            if ((uint)(slot >> 32) == hash)
            {
                return (int)(uint)slot - 1;
            }
        }
    }

    /// <summary>Fills the empty slot that <see cref="Next"/> ended on.</summary>
    public void Set(uint position, uint hash, int entry) => _slots[position & _mask] = ((ulong)hash << 32) | (uint)(entry + 1);

    public void Remove(uint hash, int entry)
    {
        ulong wanted = ((ulong)hash << 32) | (uint)(entry + 1);
        uint hole = Home(hash);
        while (_slots[hole] != wanted)
        {
            hole = (hole + 1) & _mask;
        }

        // An entry may fill the hole unless its home lies between the hole and itself.
        for (uint next = (hole + 1) & _mask; _slots[next] != 0; next = (next + 1) & _mask)
        {
            uint home = Home((uint)(_slots[next] >> 32));
            if (((next - home) & _mask) >= ((next - hole) & _mask))
            {
                _slots[hole] = _slots[next];
                hole = next;
            }
        }

        _slots[hole] = 0;
    }

    public void Clear() => Array.Clear(_slots);
}
