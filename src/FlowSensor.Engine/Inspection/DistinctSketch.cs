using System.Numerics;

namespace FlowSensor.Engine.Inspection;

/// <summary>
/// HyperLogLog (Flajolet, Fusy, Gandouet, Meunier 2007): how many different hashes were added, in one octet a register,
/// with a standard error of 1.04 / sqrt(registers).
/// </summary>
internal static class DistinctSketch
{
    /// <summary>Adds a hash to registers whose number is a power of two, at least 16.</summary>
    public static void Add(Span<byte> registers, ulong hash)
    {
        // The hashes of names are not mixed well enough in their top bits.
        hash = (hash ^ (hash >> 31)) * 0x7FB5_D329_728E_A185;
        hash = (hash ^ (hash >> 27)) * 0x81DA_DEF4_BC2D_D44D;
        hash ^= hash >> 33;
        int bits = BitOperations.Log2((uint)registers.Length);
        int register = (int)(hash >> (64 - bits));
        byte rank = (byte)(BitOperations.LeadingZeroCount((hash << bits) | (1UL << (bits - 1))) + 1);
        registers[register] = Math.Max(registers[register], rank);
    }

    /// <summary>The estimate; by counting empty registers where there are few hashes.</summary>
    /// <param name="registers">The registers.</param>
    /// <param name="added">How many hashes were added, equal ones included: there are no more different ones than that, whatever the registers say.</param>
    public static long Estimate(ReadOnlySpan<byte> registers, long added)
    {
        double sum = 0;
        int empty = 0;
        foreach (byte rank in registers)
        {
            sum += Math.ScaleB(1, -rank);
            empty += rank == 0 ? 1 : 0;
        }

        double number = registers.Length;
        double alpha = registers.Length switch
        {
            16 => 0.673,
            32 => 0.697,
            64 => 0.709,
            _ => 0.7213 / (1 + (1.079 / number)),
        };
        double raw = alpha * number * number / sum;
        long estimate = (long)Math.Round(raw <= 2.5 * number && empty > 0 ? number * Math.Log(number / empty) : raw);
        return Math.Min(estimate, added);
    }
}
