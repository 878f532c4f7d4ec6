namespace FlowSensor.Protocols.Smtp;

/// <summary>An enhanced mail system status code <c>class.subject.detail</c> (RFC 3463); <c>default</c> when the reply has none.</summary>
public readonly record struct EnhancedStatusCode(byte Class, ushort Subject, ushort Detail)
{
    /// <summary>False for <c>default</c>.</summary>
    public bool IsPresent => Class != 0;

    /// <summary>Reads the code at the start of a reply's text; a code is followed by a blank or the end (RFC 2034 4).</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out EnhancedStatusCode code)
    {
        code = default;
        if (text.Length < 5 || text[0] is not ((byte)'2' or (byte)'4' or (byte)'5') || text[1] != '.')
        {
            return false;
        }

        int at = 2;
        if (!TryReadNumber(text, ref at, out ushort subject) || at >= text.Length || text[at++] != '.'
            || !TryReadNumber(text, ref at, out ushort detail)
            || (at < text.Length && text[at] != ' '))
        {
            return false;
        }

        code = new EnhancedStatusCode((byte)(text[0] - '0'), subject, detail);
        return true;
    }

    // RFC 3463 2: one to three digits each.
    private static bool TryReadNumber(ReadOnlySpan<byte> text, ref int at, out ushort number)
    {
        number = 0;
        int first = at;
        while (at < text.Length && at - first < 3 && char.IsAsciiDigit((char)text[at]))
        {
            number = (ushort)((number * 10) + text[at++] - '0');
        }

        return at > first;
    }
}
