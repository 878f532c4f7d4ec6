using System.Numerics;

namespace FlowSensor.Engine.Routes.Lookup;

/// <summary>Builds a <see cref="PrefixTrie"/> from prefixes. Of equal prefixes the one given last counts.</summary>
internal sealed class PrefixTrieBuilder
{
    private static readonly PrefixTrie Empty = new PrefixTrieBuilder([]).Build();

    private readonly PrefixTrieKey[] _keys;
    private readonly List<PrefixTrieNode> _nodes = [];
    private readonly List<int> _leaves = [];
    private readonly List<PrefixTrieSkip> _skips = [];
    private readonly List<PrefixTrieTail> _tails = [];

    private PrefixTrieBuilder(PrefixTrieKey[] keys) => _keys = keys;

    /// <summary>Builds the trie; the array is sorted in place.</summary>
    internal static PrefixTrie Build(PrefixTrieKey[] keys)
    {
        if (keys.Length == 0)
        {
            return Empty;
        }

        Array.Sort(keys, Compare);
        return new PrefixTrieBuilder(keys).Build();
    }

    // A prefix sorts before all that it contains, so painting in this order leaves the most specific one on top.
    private static int Compare(PrefixTrieKey left, PrefixTrieKey right)
    {
        int order = left.High.CompareTo(right.High);
        order = order != 0 ? order : left.Low.CompareTo(right.Low);
        order = order != 0 ? order : left.Length.CompareTo(right.Length);
        return order != 0 ? order : left.Value.CompareTo(right.Value);
    }

    private PrefixTrie Build()
    {
        var direct = new uint[1 << PrefixTrie.DirectBits];
        Array.Fill(direct, PrefixTrie.LeafFlag);
        foreach (PrefixTrieKey key in _keys)
        {
            if (key.Length <= PrefixTrie.DirectBits)
            {
                int first = (int)(key.High >> (64 - PrefixTrie.DirectBits));
                direct.AsSpan(first, 1 << (PrefixTrie.DirectBits - key.Length)).Fill(PrefixTrie.LeafFlag | (uint)(key.Value + 1));
            }
        }

        int next;
        for (int from = 0; from < _keys.Length; from = next)
        {
            int slot = (int)(_keys[from].High >> (64 - PrefixTrie.DirectBits));
            next = from;
            int longer = -1;
            for (; next < _keys.Length && (int)(_keys[next].High >> (64 - PrefixTrie.DirectBits)) == slot; next++)
            {
                longer = longer < 0 && _keys[next].Length > PrefixTrie.DirectBits ? next : longer;
            }

            if (longer >= 0)
            {
                int inherited = (int)(direct[slot] & ~PrefixTrie.LeafFlag) - 1;
                direct[slot] = (uint)_nodes.Count;
                _nodes.Add(default);
                BuildNode((int)direct[slot], longer, next, PrefixTrie.DirectBits, inherited);
            }
        }

        return new PrefixTrie(direct, [.. _nodes], [.. _leaves], [.. _skips], [.. _tails]);
    }

    /// <summary>Builds the node of the keys in a range; all of them are longer than the depth and agree in that many bits.</summary>
    private void BuildNode(int node, int from, int to, int depth, int inherited)
    {
        if (TrySkip(node, from, to, depth, inherited))
        {
            return;
        }

        Span<int> values = stackalloc int[1 << PrefixTrie.Stride];
        Span<int> childFrom = stackalloc int[1 << PrefixTrie.Stride];
        Span<int> childTo = stackalloc int[1 << PrefixTrie.Stride];
        values.Fill(inherited);
        ulong children = 0;
        for (int i = from; i < to; i++)
        {
            PrefixTrieKey key = _keys[i];
            int slot = PrefixTrie.Slot(key.High, key.Low, depth);
            int beyond = depth + PrefixTrie.Stride - key.Length;
            if (beyond >= 0)
            {
                values.Slice(slot, 1 << beyond).Fill(key.Value);
                continue;
            }

            childFrom[slot] = (children >> slot & 1) == 0 ? i : childFrom[slot];
            childTo[slot] = i + 1;
            children |= 1UL << slot;
        }

        for (int slot = 0; slot < values.Length; slot++)
        {
            if (childTo[slot] - childFrom[slot] == 1)
            {
                PrefixTrieKey only = _keys[childFrom[slot]];
                children &= ~(1UL << slot);
                _tails.Add(new PrefixTrieTail(only.High, only.Low, only.Length, only.Value, values[slot]));
                values[slot] = PrefixTrie.TailOf(_tails.Count - 1);
            }
        }

        int firstLeaf = _leaves.Count;
        ulong leafStarts = 0;
        for (int slot = 0; slot < values.Length; slot++)
        {
            if ((children >> slot & 1) == 0 && (leafStarts == 0 || _leaves[^1] != values[slot]))
            {
                leafStarts |= 1UL << slot;
                _leaves.Add(values[slot]);
            }
        }

        int firstChild = _nodes.Count;
        int childCount = BitOperations.PopCount(children);
        _nodes.AddRange(Enumerable.Repeat(default(PrefixTrieNode), childCount));
        _nodes[node] = new PrefixTrieNode(children, leafStarts, firstChild, firstLeaf);
        int child = firstChild;
        for (int slot = 0; slot < values.Length; slot++)
        {
            if ((children >> slot & 1) != 0)
            {
                BuildNode(child++, childFrom[slot], childTo[slot], depth + PrefixTrie.Stride, values[slot]);
            }
        }
    }

    // Where all keys agree far beyond this depth and none ends before, one skip replaces a chain of nodes.
    private bool TrySkip(int node, int from, int to, int depth, int inherited)
    {
        PrefixTrieKey first = _keys[from];
        PrefixTrieKey last = _keys[to - 1];
        int common = first.High != last.High
            ? BitOperations.LeadingZeroCount(first.High ^ last.High)
            : 64 + BitOperations.LeadingZeroCount(first.Low ^ last.Low);
        const int Worthwhile = 2 * PrefixTrie.Stride;
        if (common < depth + Worthwhile)
        {
            return false;
        }

        int target = common;
        for (int i = from; i < to; i++)
        {
            target = Math.Min(target, _keys[i].Length - 1);
        }

        if (target < depth + Worthwhile)
        {
            return false;
        }

        int behind = _nodes.Count;
        _nodes.Add(default);
        _nodes[node] = new PrefixTrieNode(0, 0, _skips.Count, 0);
        _skips.Add(new PrefixTrieSkip(first.High, first.Low, target, behind, inherited));
        BuildNode(behind, from, to, target, inherited);
        return true;
    }
}
