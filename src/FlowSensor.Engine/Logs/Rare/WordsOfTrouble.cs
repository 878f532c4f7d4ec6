using System.Text;

namespace FlowSensor.Engine.Logs.Rare;

/// <summary>
/// Words that make a message interesting. An entry matches where a word begins with it, whatever the case: <c>abort</c> matches
/// <c>Aborting</c>. An entry of several words matches them next to each other.
/// </summary>
public sealed class WordsOfTrouble
{
    private readonly string[] _entries;
    private readonly byte[][] _words;

    // By the low five bits of the first letter, so that most words are told at once.
    private readonly uint _letters;

    /// <summary>Takes a list of words.</summary>
    public WordsOfTrouble(IEnumerable<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        _entries = [.. words.Select(static word => word.Trim().ToLowerInvariant()).Where(static word => word.Length > 0).Distinct(StringComparer.Ordinal)];
        _words = [.. _entries.Where(static entry => !entry.Contains(' ', StringComparison.Ordinal)).Select(Encoding.UTF8.GetBytes)];
        foreach (byte[] word in _words)
        {
            _letters |= 1u << (word[0] & 31);
        }
    }

    /// <summary>
    /// Those looked for unless others are configured: what mail and name servers, kernels and system services say of failures, and of
    /// load that they shed. The first four are those of the text on sendmail's logs that this part is built on.
    /// </summary>
    public static IReadOnlyList<string> Default { get; } =
    [
        "error", "fail", "abort", "crash", "denied", "overload", "load average", "rejecting connections", "syserr", "premature", "refused",
        "panic", "fatal", "emerg", "alert", "critical", "corrupt", "segfault", "oops", "exception", "unable", "cannot", "timeout",
        "timed out", "lost", "broken", "killed", "out of memory", "no space", "read-only", "too many", "exhausted", "unreachable", "reset by",
        "loop", "mismatch", "expired", "violation", "attack",
    ];

    /// <summary>The words of this list.</summary>
    public IReadOnlyList<string> Entries => _entries;

    /// <summary>The entries that a text has.</summary>
    /// <param name="text">Text without the values of its line, which anybody may have chosen.</param>
    public IReadOnlyList<string> In(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<string>? found = null;
        foreach (string entry in _entries)
        {
            for (int at = text.IndexOf(entry, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(entry, at + 1, StringComparison.OrdinalIgnoreCase))
            {
                if (at == 0 || !char.IsLetter(text[at - 1]))
                {
                    (found ??= []).Add(entry);
                    break;
                }
            }
        }

        return found ?? (IReadOnlyList<string>)[];
    }

    /// <summary>True when a word begins with an entry of one word.</summary>
    internal bool IsTrouble(ReadOnlySpan<byte> word)
    {
        if (word.IsEmpty || (_letters & (1u << (word[0] & 31))) == 0)
        {
            return false;
        }

        foreach (byte[] entry in _words)
        {
            if (word.Length >= entry.Length && Ascii.EqualsIgnoreCase(word[..entry.Length], entry))
            {
                return true;
            }
        }

        return false;
    }
}
