namespace FlowSensor.Engine.Logs.Rare;

/// <summary>
/// Orders message types by what a person should look at first: the rarest, weighted by words of trouble. Rarity is the information that a
/// line of the type carries, log2(lines / lines of the type); a word of trouble counts as much as being sixteen times rarer, and three of
/// them at most count.
/// </summary>
public static class RareRanking
{
    private const double BitsOfWord = 4;
    private const int MaxWords = 3;

    /// <summary>The types in order.</summary>
    /// <param name="types">Types learned.</param>
    /// <param name="lines">Lines of all types.</param>
    public static IReadOnlyList<MessageType> Order(IEnumerable<MessageType> types, long lines) =>
        [.. types.OrderByDescending(type => Weight(type, lines)).ThenBy(static type => type.Count).ThenBy(static type => type.FirstMs)
            .ThenBy(static type => type.Program, StringComparer.Ordinal).ThenBy(static type => type.Template, StringComparer.Ordinal)];

    /// <summary>How much a type stands out, in bits.</summary>
    public static double Weight(MessageType type, long lines)
    {
        ArgumentNullException.ThrowIfNull(type);
        return Math.Log2((double)Math.Max(1, lines) / Math.Max(1, type.Count)) + (BitsOfWord * Math.Min(MaxWords, type.Trouble.Count));
    }
}
