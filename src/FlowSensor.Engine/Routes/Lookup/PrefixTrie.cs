using System.Numerics;
using System.Runtime.CompilerServices;

namespace FlowSensor.Engine.Routes.Lookup;

/// <summary>
/// Longest-prefix match over keys of up to 128 bits: an array over the first 16 bits, then nodes of 6 bits each, children and
/// leaves packed and found by counting bits (the poptrie of Asai and Ohara, SIGCOMM 2015), with unbranched stretches skipped.
/// Immutable; safe to read from any thread.
/// </summary>
internal sealed class PrefixTrie
{
    internal const int None = -1;
    internal const int DirectBits = 16;
    internal const int Stride = 6;

    // An entry of the direct array with this bit is a leaf, else a node.
    internal const uint LeafFlag = 0x8000_0000;

    private readonly uint[] _direct;
    private readonly PrefixTrieNode[] _nodes;
    private readonly int[] _leaves;
    private readonly PrefixTrieSkip[] _skips;
    private readonly PrefixTrieTail[] _tails;

    internal PrefixTrie(uint[] direct, PrefixTrieNode[] nodes, int[] leaves, PrefixTrieSkip[] skips, PrefixTrieTail[] tails)
    {
        _direct = direct;
        _nodes = nodes;
        _leaves = leaves;
        _skips = skips;
        _tails = tails;
    }

    /// <summary>Octets that the arrays take.</summary>
    internal long SizeInOctets =>
        (_direct.LongLength * sizeof(uint)) + (_leaves.LongLength * sizeof(int))
        + (_nodes.LongLength * Unsafe.SizeOf<PrefixTrieNode>()) + (_skips.LongLength * Unsafe.SizeOf<PrefixTrieSkip>())
        + (_tails.LongLength * Unsafe.SizeOf<PrefixTrieTail>());

    /// <summary>The value of the longest prefix that holds the key, or <see cref="None"/>.</summary>
    internal int Find(ulong high, ulong low)
    {
        uint entry = _direct[(int)(high >> (64 - DirectBits))];
        if ((entry & LeafFlag) != 0)
        {
            return (int)(entry & ~LeafFlag) - 1;
        }

        ReadOnlySpan<PrefixTrieNode> nodes = _nodes;
        ref readonly PrefixTrieNode node = ref nodes[(int)entry];
        int depth = DirectBits;
        while (true)
        {
            int slot = Slot(high, low, depth);
            // Bits 0 to slot; a shift by 64 would be a shift by 0, hence two steps.
            ulong upTo = (2UL << slot) - 1;
            if (((node.Children >> slot) & 1) != 0)
            {
                node = ref nodes[node.FirstChild + BitOperations.PopCount(node.Children & upTo) - 1];
                depth += Stride;
            }
            else if (node.LeafStarts != 0)
            {
                int leaf = _leaves[node.FirstLeaf + BitOperations.PopCount(node.LeafStarts & upTo) - 1];
                return leaf >= None ? leaf : Resolve(_tails[TailOf(leaf)], high, low);
            }
            else
            {
                ref readonly PrefixTrieSkip skip = ref _skips[node.FirstChild];
                if (!Agrees(skip.High ^ high, skip.Low ^ low, skip.Depth))
                {
                    return skip.Otherwise;
                }

                node = ref nodes[skip.Node];
                depth = skip.Depth;
            }
        }
    }

    /// <summary>The six bits of the key from the depth on, zeros beyond its end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Slot(ulong high, ulong low, int depth)
    {
        ulong shifted = depth switch
        {
            0 => high,
            < 64 => (high << depth) | (low >> (64 - depth)),
            _ => low << (depth - 64),
        };
        return (int)(shifted >> (64 - Stride));
    }

    /// <summary>The leaf that stands for a tail, and the tail that a leaf under <see cref="None"/> stands for.</summary>
    internal static int TailOf(int leafOrTail) => None - 1 - leafOrTail;

    private static int Resolve(in PrefixTrieTail tail, ulong high, ulong low) =>
        Agrees(tail.High ^ high, tail.Low ^ low, tail.Length) ? tail.Value : tail.Otherwise;

    // True when the first bits of the difference are zero.
    private static bool Agrees(ulong high, ulong low, int bits)
    {
        ulong highMask = bits >= 64 ? ulong.MaxValue : ~(ulong.MaxValue >> bits);
        ulong lowMask = bits switch { <= 64 => 0, >= 128 => ulong.MaxValue, _ => ~(ulong.MaxValue >> (bits - 64)) };
        return ((high & highMask) | (low & lowMask)) == 0;
    }
}
