using System.Runtime.CompilerServices;
using FlowSensor.Capture.Memory;

namespace FlowSensor.Engine.Traffic;

/// <summary>
/// Hash index from a 32-bit tag to row numbers, open addressing with linear probing. A slot holds the tag above the row number
/// plus one; the home slot is the tag's top bits, so the index doubles and deletes without reading a row.
/// The owner walks the slots itself because only it can compare keys. <see cref="HashIndex"/> does the same for tables that ask for one key at a
/// time and hides its slots; here a batch of records walks them with array and shift at hand (docs/decisions/0032).
/// </summary>
/// <param name="spare">Where it takes slots from and leaves those it has outgrown; null where no other index grows like it.</param>
internal sealed class RowIndex(IndexSlots? spare = null)
{
    private const int FirstBits = 10;
    private ulong[] _slots = new ulong[1 << FirstBits];
    private int _count;

    /// <summary>The slots; not to be read after an <see cref="Add"/>, which may replace them: another index may have them by then.</summary>
    public ulong[] Slots => _slots;

    /// <summary>How far to shift a tag right for its home slot.</summary>
    public int Shift { get; private set; } = 32 - FirstBits;

    /// <summary>Entries held.</summary>
    public int Count => _count;

    /// <summary>The number plus one of the first row with that tag, 0 where there is none; two keys can share a tag.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint FirstOf(ulong[] slots, int shift, uint tag)
    {
        int mask = slots.Length - 1;
        int at = (int)(tag >> shift);
        while (true)
        {
            ulong slot = slots[at & (slots.Length - 1)];
            if (slot == 0 || (uint)(slot >> 32) == tag)
            {
                return (uint)slot;
            }

            at = (at + 1) & mask;
        }
    }

    /// <summary>Begins to fetch the home slot of a tag.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fetch(uint tag) => CacheHint.Fetch(in _slots[(int)(tag >> Shift)]);

    /// <summary>Adds a row; the caller has made sure that its key is absent.</summary>
    public void Add(uint tag, uint row)
    {
        // At most half full: most entries are in their home slot, so that a look-up seldom branches twice.
        if (_count >= _slots.Length >> 1)
        {
            Grow();
        }

        Place(_slots, Shift, ((ulong)tag << 32) | (row + 1));
        _count++;
    }

    /// <summary>Takes a row out and closes the gap it leaves in its probe chain.</summary>
    public void Remove(uint tag, uint row)
    {
        int mask = _slots.Length - 1;
        ulong wanted = ((ulong)tag << 32) | (row + 1);
        int gap = (int)(tag >> Shift);
        while (_slots[gap] != wanted)
        {
            if (_slots[gap] == 0)
            {
                return;
            }

            gap = (gap + 1) & mask;
        }

        _count--;
        int next = gap;
        while (true)
        {
            next = (next + 1) & mask;
            ulong moved = _slots[next];
            if (moved == 0)
            {
                break;
            }

            int home = (int)((uint)(moved >> 32) >> Shift);
            if (((next - home) & mask) >= ((next - gap) & mask))
            {
                _slots[gap] = moved;
                gap = next;
            }
        }

        _slots[gap] = 0;
    }

    /// <summary>Forgets every entry and keeps the memory.</summary>
    public void Clear()
    {
        if (_count > 0)
        {
            Array.Clear(_slots);
            _count = 0;
        }
    }

    private static void Place(ulong[] slots, int shift, ulong entry)
    {
        int mask = slots.Length - 1;
        int at = (int)((uint)(entry >> 32) >> shift);
        while (slots[at] != 0)
        {
            at = (at + 1) & mask;
        }

        slots[at] = entry;
    }

    private void Grow()
    {
        int bits = 33 - Shift;
        ulong[] larger = spare?.Take(bits) ?? IndexSlots.Make(bits);
        Shift--;
        foreach (ulong entry in _slots)
        {
            if (entry != 0)
            {
                Place(larger, Shift, entry);
            }
        }

        (ulong[] outgrown, _slots) = (_slots, larger);
        if (outgrown.Length > 1 << FirstBits)
        {
            spare?.Return(outgrown);
        }
    }
}
