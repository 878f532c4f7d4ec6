using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FlowSensor.Engine.Traffic;

/// <summary>
/// One HyperLogLog sketch; the estimator is the improved one of O. Ertl, "New cardinality estimation algorithms for
/// HyperLogLog sketches" (2017), section 2: no bias correction tables and one formula for the whole range.
/// </summary>
[InlineArray(Octets)]
internal struct DestinationSketch
{
    private const int Octets = 128;
    private const int Registers = 256;
    private const int MaxRank = 15;
    private byte _first;

    /// <summary>Adds one destination by its fingerprint.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(uint fingerprint)
    {
        int register = (int)(fingerprint & (Registers - 1));
        int rank = Math.Min(MaxRank, BitOperations.TrailingZeroCount((fingerprint >> 8) | (1u << 24)) + 1);
        int shift = (register & 1) * 4;
        ref byte pair = ref this[register >> 1];
        if (((pair >> shift) & 15) < rank)
        {
            pair = (byte)((pair & ~(15 << shift)) | (rank << shift));
        }
    }

    /// <summary>The octet that holds a destination's register.</summary>
    public static int OffsetOf(uint fingerprint) => (int)(fingerprint & (Registers - 1)) >> 1;

    /// <summary>Adds everything that another sketch has seen.</summary>
    public void Merge(in DestinationSketch other)
    {
        ReadOnlySpan<byte> theirs = MemoryMarshal.CreateReadOnlySpan(in other[0], Octets);
        for (int octet = 0; octet < Octets; octet++)
        {
            int low = Math.Max(this[octet] & 15, theirs[octet] & 15);
            int high = Math.Max(this[octet] & 0xF0, theirs[octet] & 0xF0);
            this[octet] = (byte)(high | low);
        }
    }

    /// <summary>The estimated number of distinct destinations.</summary>
    public readonly long Estimate()
    {
        Span<int> ranks = stackalloc int[MaxRank + 1];
        ranks.Clear();
        ReadOnlySpan<byte> registers = MemoryMarshal.CreateReadOnlySpan(in this[0], Octets);
        foreach (byte pair in registers)
        {
            ranks[pair & 15]++;
            ranks[pair >> 4]++;
        }

        double z = Registers * Tau(1 - (ranks[MaxRank] / (double)Registers));
        for (int rank = MaxRank - 1; rank >= 1; rank--)
        {
            z = (z + ranks[rank]) / 2;
        }

        z += Registers * Sigma(ranks[0] / (double)Registers);
        const double LimitAlpha = 0.72134752044448170;
        return (long)Math.Round(LimitAlpha * Registers * Registers / z);
    }

    private static double Sigma(double x)
    {
        if (x >= 1)
        {
            return double.PositiveInfinity;
        }

        double y = 1;
        double sum = x;
        double before;
        do
        {
            x *= x;
            before = sum;
            sum += x * y;
            y += y;
        }
        while (sum > before);
        return sum;
    }

    private static double Tau(double x)
    {
        if (x <= 0 || x >= 1)
        {
            return 0;
        }

        double y = 1;
        double sum = 1 - x;
        double before;
        do
        {
            x = Math.Sqrt(x);
            before = sum;
            y /= 2;
            sum -= (1 - x) * (1 - x) * y;
        }
        while (sum < before);
        return sum / 3;
    }
}
