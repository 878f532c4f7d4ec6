using System.Numerics;
using System.Runtime.CompilerServices;

namespace FlowSensor.Capture.Memory;

/// <summary>
/// Finds entries of a table by hash: open addressing with linear probing, at most half full, eight bytes a slot holding the hash and the entry's
/// number plus one, so that nearly every miss is told without touching an entry. Deletion moves later slots back, there are no tombstones. It
/// grows with its entries, so that a table that holds little takes little of the processor's caches; the owner sees to a maximum.
/// </summary>
public sealed class HashIndex
{
    private RowBlock<ulong> _slots;
    private uint _mask;
    private int _count;

    /// <summary>Makes an empty index.</summary>
    /// <param name="entries">Entries for which there is room without growing.</param>
    public HashIndex(int entries)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(entries, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(entries, 1 << 26);
        _mask = BitOperations.RoundUpToPowerOf2((uint)entries * 2) - 1;
        _slots = NewSlots(_mask);
    }

    /// <summary>The first slot to look at.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Home(uint hash) => hash & _mask;

    /// <summary>Begins to fetch the slot that a look-up of this hash starts at.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fetch(uint hash) => CacheHint.Fetch(in _slots[hash]);

    /// <summary>The entry that a look-up of this hash most likely ends at; -1 when there is none. To fetch memory early.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Peek(uint hash)
    {
        uint position = Home(hash);
        return Next(hash, ref position);
    }

    /// <summary>
    /// Walks on to the next slot of this hash. Returns the number of the entry it names, or -1 when the chain has ended; <paramref name="position"/>
    /// is then the empty slot, else the one after the match.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Next(uint hash, ref uint position)
    {
        RowBlock<ulong> slots = _slots;
        while (true)
        {
            ulong slot = slots[position];
            if (slot == 0)
            {
                return -1;
            }

            position++;
            if ((uint)(slot >> 32) == hash)
            {
                return (int)(uint)slot - 1;
            }
        }
    }

    /// <summary>Fills the empty slot that <see cref="Next"/> ended on.</summary>
    public void Set(uint position, uint hash, int entry)
    {
        if (_count > _mask >> 1)
        {
            Grow();
            position = EmptyFrom(_slots, _mask, hash);
        }

        _slots[position] = ((ulong)hash << 32) | (uint)(entry + 1);
        _count++;
    }

    /// <summary>Takes an entry out that is there.</summary>
    public void Remove(uint hash, int entry)
    {
        uint mask = _mask;
        ulong wanted = ((ulong)hash << 32) | (uint)(entry + 1);
        uint hole = Home(hash);
        while (_slots[hole] != wanted)
        {
            hole = (hole + 1) & mask;
        }

        // An entry may fill the hole unless its home lies between the hole and itself.
        for (uint next = (hole + 1) & mask; _slots[next] != 0; next = (next + 1) & mask)
        {
            uint home = Home((uint)(_slots[next] >> 32));
            if (((next - home) & mask) >= ((next - hole) & mask))
            {
                _slots[hole] = _slots[next];
                hole = next;
            }
        }

        _slots[hole] = 0;
        _count--;
    }

    /// <summary>Takes every entry out.</summary>
    public void Clear()
    {
        _slots.Rows.Clear();
        _count = 0;
    }

    private static RowBlock<ulong> NewSlots(uint mask) => RowBlocks.AllocateCleared<ulong>(BitOperations.Log2(mask) + 1);

    private static uint EmptyFrom(RowBlock<ulong> slots, uint mask, uint hash)
    {
        uint position = hash & mask;
        while (slots[position] != 0)
        {
            position++;
        }

        return position;
    }

    private void Grow()
    {
        uint mask = (_mask << 1) | 1;
        RowBlock<ulong> larger = NewSlots(mask);
        foreach (ulong slot in _slots.Rows)
        {
            if (slot != 0)
            {
                larger[EmptyFrom(larger, mask, (uint)(slot >> 32))] = slot;
            }
        }

        // Not before: the field is what keeps the old slots while they are read.
        _slots = larger;
        _mask = mask;
    }
}
