using System.Text;

namespace FlowSensor.Fuzz.Mutation;

/// <summary>Changes text: numbers, words, lines, quotes and brackets, what is no text.</summary>
internal sealed class TextMutator(Randomness random, IReadOnlyList<byte[]> tokens)
{
    private const int Kinds = 10;

    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "0", "-1", "1", "9", "00", "99", "127", "255", "256", "65535", "65536", "2147483647", "2147483648", "4294967295", "4294967296",
            "9223372036854775807", "9223372036854775808", "18446744073709551615", "18446744073709551616", "99999999999999999999999999", "1e309", "0x10",
            " ", "\t", "\r", "\n", "\r\n", "\n\n", "\0", ":", "::", ";", ",", "=", "<", ">", "<>", "(", ")", "[", "]", "[]", "{", "}", "{}", "\"", "'", "\\",
            "\\u0000", "\\ud800", "%", "#", "/", ".", "..", "-", "+", "*", "&", "|", "!", "@", "~", "é", "\uFEFF", "\u2028", "192.0.2.1", "2001:db8::1", "::ffff:192.0.2.1",
            "1.2.3.4.5", "999.1.1.1", "2024-02-30", "1970-01-01T00:00:00Z", "9999-12-31T23:59:60+14:00", "Feb 29 25:61:61", "0001-01-01",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80],
    ];

    /// <summary>Makes one change.</summary>
    public void Apply(scoped ref Change change, scoped ReadOnlySpan<byte> other)
    {
        int at = random.Below(change.Length + 1);
        switch (random.Below(Kinds))
        {
            case 0 or 1:
                change.Insert(at, Pieces[random.Below(Pieces.Length)]);
                break;
            case 2:
                ReplaceNumber(ref change, at);
                break;
            case 3:
                ReplaceWord(ref change, at);
                break;
            case 4:
                (int start, int end) = LineAt(change.Octets, at);
                change.Remove(start, end - start);
                break;
            case 5:
                RepeatLine(ref change, at);
                break;
            case 6:
                (int first, int behind) = LineAt(other, random.Below(other.Length + 1));
                change.Insert(LineAt(change.Octets, at).Start, other[first..behind]);
                break;
            case 7:
                change.Remove(LineAt(change.Octets, at).Start, 1 + random.Below(16));
                break;
            case 8:
                Nest(ref change, at);
                break;
            default:
                change.Insert(at, tokens.Count > 0 ? tokens[random.Below(tokens.Count)] : Pieces[random.Below(Pieces.Length)]);
                break;
        }
    }

    private static (int Start, int End) LineAt(ReadOnlySpan<byte> text, int at)
    {
        int start = text[..at].LastIndexOf((byte)'\n') + 1;
        int end = text[at..].IndexOf((byte)'\n');
        return (start, end < 0 ? text.Length : at + end + 1);
    }

    private static bool IsWord(byte octet) => char.IsAsciiLetterOrDigit((char)octet) || octet is (byte)'_' or (byte)'-' or >= 0x80;

    private void ReplaceNumber(scoped ref Change change, int at)
    {
        int digit = change.Octets[at..].IndexOfAnyInRange((byte)'0', (byte)'9');
        if (digit < 0)
        {
            return;
        }

        int start = at + digit;
        int count = change.Octets[start..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        change.Remove(start, count < 0 ? change.Length - start : count);
        change.Insert(start, Pieces[random.Below(22)]);
    }

    private void ReplaceWord(scoped ref Change change, int at)
    {
        int start = at;
        while (start > 0 && IsWord(change.Octets[start - 1]))
        {
            start--;
        }

        int end = at;
        while (end < change.Length && IsWord(change.Octets[end]))
        {
            end++;
        }

        change.Remove(start, end - start);
        change.Insert(start, tokens.Count > 0 && random.OneIn(2) ? tokens[random.Below(tokens.Count)] : Pieces[random.Below(Pieces.Length)]);
    }

    private void RepeatLine(scoped ref Change change, int at)
    {
        (int start, int end) = LineAt(change.Octets, at);
        Span<byte> line = stackalloc byte[512];
        int count = Math.Min(end - start, line.Length);
        change.Octets.Slice(start, count).CopyTo(line);
        for (int times = random.OneIn(4) ? random.Below(200) : 1; times > 0; times--)
        {
            change.Insert(start, line[..count]);
        }
    }

    // What makes parsers recurse or look back: many of the same.
    private void Nest(scoped ref Change change, int at)
    {
        byte[] piece = Pieces[random.Below(Pieces.Length)];
        for (int times = random.Below(300); times > 0; times--)
        {
            change.Insert(at, piece);
        }
    }
}
