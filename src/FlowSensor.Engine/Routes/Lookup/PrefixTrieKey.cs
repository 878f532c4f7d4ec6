namespace FlowSensor.Engine.Routes.Lookup;

/// <summary>A prefix to build a trie from: left-aligned bits, length, and the value to find (from 0).</summary>
internal readonly record struct PrefixTrieKey(ulong High, ulong Low, int Length, int Value);
