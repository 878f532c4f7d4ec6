namespace FlowSensor.Fuzz.Mutation;

/// <summary>Random numbers that a seed gives again on every machine (xorshift64*, Vigna 2014).</summary>
internal sealed class Randomness(ulong seed)
{
    private ulong _state = (seed * 0x9E37_79B9_7F4A_7C15) | 1;

    /// <summary>A number from 0 up to, not including, a limit; 0 when that is not positive.</summary>
    public int Below(int limit) => limit <= 1 ? 0 : (int)(((Next() >> 32) * (ulong)limit) >> 32);

    /// <summary>True once in so many times.</summary>
    public bool OneIn(int times) => Below(times) == 0;

    /// <summary>64 random bits.</summary>
    public ulong Next()
    {
        _state ^= _state >> 12;
        _state ^= _state << 25;
        _state ^= _state >> 27;
        return _state * 0x2545_F491_4F6C_DD1D;
    }
}
