namespace FlowSensor.Engine.Blocklists;

/// <summary>What is different between a list and the one before it.</summary>
/// <param name="Added">Entries that are new.</param>
/// <param name="Gone">Entries that are no longer there.</param>
public sealed record BlocklistChange(IReadOnlyList<BlockEntry> Added, IReadOnlyList<BlockEntry> Gone)
{
    /// <summary>Compares two lists by their networks.</summary>
    public static BlocklistChange Between(IReadOnlyList<BlockEntry> before, IReadOnlyList<BlockEntry> after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return new BlocklistChange(
            [.. after.ExceptBy(before.Select(static entry => entry.Network), static entry => entry.Network)],
            [.. before.ExceptBy(after.Select(static entry => entry.Network), static entry => entry.Network)]);
    }
}
