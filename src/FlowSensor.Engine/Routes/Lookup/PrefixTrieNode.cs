namespace FlowSensor.Engine.Routes.Lookup;

/// <summary>
/// A trie node of 64 slots. Bit v of <see cref="Children"/>: slot v goes on to a child, else it ends in a leaf; bit v of
/// <see cref="LeafStarts"/>: the leaf of slot v differs from the one before it, so a run of equal leaves is held once.
/// A node without any bit is a skip: see <see cref="PrefixTrieSkip"/>.
/// </summary>
/// <param name="Children">Slots with a child.</param>
/// <param name="LeafStarts">Slots where a run of leaves starts.</param>
/// <param name="FirstChild">Where the children stand, or the number of the skip.</param>
/// <param name="FirstLeaf">Where the leaves stand.</param>
internal readonly record struct PrefixTrieNode(ulong Children, ulong LeafStarts, int FirstChild, int FirstLeaf);
