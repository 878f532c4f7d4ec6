using System.Numerics;
using FlowSensor.Capture.Memory;

namespace FlowSensor.Engine.Traffic;

/// <summary>
/// Slots that an index has outgrown, for one that is to become as large: the tables of a few windows grow alike, one after the other. Left to the collector
/// they would be as much memory again, until it comes. For one thread.
/// </summary>
internal sealed class IndexSlots
{
    private readonly Stack<ulong[]>[] _free = [.. Enumerable.Range(0, 32).Select(static _ => new Stack<ulong[]>())];

    /// <summary>New slots.</summary>
    /// <param name="bits">How many, as a power of two.</param>
    public static ulong[] Make(int bits)
    {
        ulong[] slots = new ulong[1 << bits];
        LargePages.Ask(slots);
        return slots;
    }

    /// <summary>Empty slots, used before where there are some.</summary>
    /// <param name="bits">How many, as a power of two.</param>
    public ulong[] Take(int bits)
    {
        if (!_free[bits].TryPop(out ulong[]? slots))
        {
            return Make(bits);
        }

        Array.Clear(slots);
        return slots;
    }

    /// <summary>Takes slots that are not used any more, as they are.</summary>
    public void Return(ulong[] slots) => _free[BitOperations.Log2((uint)slots.Length)].Push(slots);
}
