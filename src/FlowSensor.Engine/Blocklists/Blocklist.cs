namespace FlowSensor.Engine.Blocklists;

/// <summary>What is to be blocked at a moment.</summary>
/// <param name="Made">The moment; formats with timeouts count from it.</param>
/// <param name="Entries">The lines, by address.</param>
/// <param name="LeftOut">Sources that are not on it, by cause.</param>
public sealed record Blocklist(DateTimeOffset Made, IReadOnlyList<BlockEntry> Entries, IReadOnlyDictionary<BlockRefusal, int> LeftOut);
