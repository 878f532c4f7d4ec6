namespace FlowSensor.Protocols.Logs;

/// <summary>The tag in front of a syslog message: <c>program[pid]:</c> and its variants.</summary>
internal static class SyslogTag
{
    private const int LongestTag = 96;

    /// <summary>True when a tag comes next.</summary>
    public static bool IsAhead(ReadOnlySpan<byte> text) => TryTake(ref text, out _, out _);

    /// <summary>
    /// Takes a tag and the space behind it off the front: <c>name:</c>, <c>name[pid]:</c>, <c>name[pid]</c>, dovecot's
    /// <c>imap(user)&lt;pid&gt;&lt;session&gt;:</c>; a path in front of the name goes.
    /// </summary>
    public static bool TryTake(scoped ref ReadOnlySpan<byte> text, out ReadOnlySpan<byte> program, out int pid)
    {
        program = default;
        pid = 0;
        int end = text[..Math.Min(text.Length, LongestTag)].IndexOfAny(" :[("u8);
        if (end <= 0)
        {
            return false;
        }

        ReadOnlySpan<byte> rest = text[end..];
        switch (text[end])
        {
            case (byte)'[':
                if (!TryTakePid(ref rest, out pid))
                {
                    return false;
                }

                break;
            case (byte)'(':
                if (!LogText.TryTakeUntil(ref rest, ": "u8, out ReadOnlySpan<byte> before) || before.Length > LongestTag)
                {
                    return false;
                }

                break;
            case (byte)':' when rest.Length == 1 || rest[1] == ' ':
                rest = rest[1..];
                break;
            default:
                return false;
        }

        program = NameOf(text[..end]);
        text = rest is [(byte)' ', ..] ? rest[1..] : rest;
        return true;
    }

    // [590]: or, from unbound, [590:0] with no colon behind it.
    private static bool TryTakePid(scoped ref ReadOnlySpan<byte> text, out int pid)
    {
        ReadOnlySpan<byte> rest = text[1..];
        pid = 0;
        int end = rest[..Math.Min(rest.Length, LongestTag)].IndexOf((byte)']');
        if (end < 0 || rest[..end].Contains((byte)' '))
        {
            return false;
        }

        ReadOnlySpan<byte> number = rest[..end];
        rest = rest[(end + 1)..];
        if (rest is [(byte)':', ..])
        {
            rest = rest[1..];
        }
        else if (rest is not ([] or [(byte)' ', ..]))
        {
            return false;
        }

        if (LogText.TryTakeNumber(ref number, out long value))
        {
            pid = (int)Math.Min(value, int.MaxValue);
        }

        text = rest;
        return true;
    }

    private static ReadOnlySpan<byte> NameOf(ReadOnlySpan<byte> tag) =>
        tag is [(byte)'/', ..] ? tag[(tag.LastIndexOf((byte)'/') + 1)..] : tag;
}
