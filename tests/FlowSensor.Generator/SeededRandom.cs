using System.Runtime.CompilerServices;

namespace FlowSensor.Generator;

/// <summary>The splitmix64 sequence (Steele, Lea, Flood 2014): small, fast, and the same on every machine.</summary>
internal struct SeededRandom(ulong seed)
{
    private ulong _state = seed;

    /// <summary>The next 64 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Next() => Mix(_state += 0x9E37_79B9_7F4A_7C15);

    /// <summary>A number from 0 to <paramref name="limit"/> - 1.</summary>
    /// <param name="limit">One more than the largest result.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Below(uint limit) => (uint)(((Next() >> 32) * limit) >> 32);

    /// <summary>A one-to-one mixing of 64 bits.</summary>
    /// <param name="value">The value to mix.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58_476D_1CE4_E5B9;
        value = (value ^ (value >> 27)) * 0x94D0_49BB_1331_11EB;
        return value ^ (value >> 31);
    }
}
