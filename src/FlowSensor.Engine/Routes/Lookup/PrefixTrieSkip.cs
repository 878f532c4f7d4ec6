namespace FlowSensor.Engine.Routes.Lookup;

/// <summary>A stretch of bits with no branch in it, held once instead of a chain of nodes.</summary>
/// <param name="High">The key's first 64 bits that the address must have, within the mask.</param>
/// <param name="Low">The key's last 64 bits.</param>
/// <param name="Depth">Number of leading bits that must agree; the walk goes on there.</param>
/// <param name="Node">The node behind the stretch.</param>
/// <param name="Otherwise">The leaf for addresses that do not agree.</param>
internal readonly record struct PrefixTrieSkip(ulong High, ulong Low, int Depth, int Node, int Otherwise);
