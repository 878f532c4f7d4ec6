using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace FlowSensor.Protocols.Addressing;

/// <summary>The step that hashes are made of: a product of 128 bits, its halves folded onto each other by exclusive or.</summary>
public static class FoldedProduct
{
    /// <summary>The folded product of two factors; the same on every processor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(ulong left, ulong right)
    {
        // Multiplied twice, because the instruction that gives both halves gives one of them by way of memory, which hashes would wait for.
        return Bmi2.X64.IsSupported
            ? Bmi2.X64.MultiplyNoFlags(left, right) ^ (left * right)
            : Math.BigMul(left, right, out ulong low) ^ low;
    }
}
