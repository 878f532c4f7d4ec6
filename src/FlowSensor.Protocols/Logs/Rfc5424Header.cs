namespace FlowSensor.Protocols.Logs;

/// <summary>
/// <code>&lt;PRI&gt;1 TIMESTAMP HOSTNAME APP-NAME PROCID MSGID STRUCTURED-DATA MSG</code> (RFC 5424 6); the priority and version are read
/// by the caller.
/// </summary>
internal static class Rfc5424Header
{
    /// <summary>Reads what follows the version; a header that ends early leaves the rest as message.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, int priority, LogStampReader stamps, out LogHeader header)
    {
        ReadOnlySpan<byte> rest = text;
        long time = LogHeader.UnknownTime;
        if (!LogText.TryTake(ref rest, "- "u8) && stamps.Take(ref rest, out time) != LogStampKind.Iso)
        {
            header = new LogHeader { TimeMs = LogHeader.UnknownTime, Priority = priority, Message = text };
            return false;
        }

        ReadOnlySpan<byte> host = Value(LogText.TakeWord(ref rest));
        ReadOnlySpan<byte> program = Value(LogText.TakeWord(ref rest));
        ReadOnlySpan<byte> process = Value(LogText.TakeWord(ref rest));
        LogText.TakeWord(ref rest);
        SkipStructuredData(ref rest);
        LogText.TryTake(ref rest, " "u8);

        // RFC 5424 6.4: a message in UTF-8 may begin with the byte order mark.
        LogText.TryTake(ref rest, "\uFEFF"u8);
        LogText.TryTakeNumber(ref process, out long pid);
        header = new LogHeader
        {
            TimeMs = time,
            Priority = priority,
            Host = host,
            Program = program,
            Pid = (int)Math.Min(pid, int.MaxValue),
            Message = rest,
        };
        return true;
    }

    private static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> word) => word is [(byte)'-'] ? default : word;

    // "-", or one or more [id name="value" ...] with \" \\ \] escaped in values (RFC 5424 6.3).
    private static void SkipStructuredData(scoped ref ReadOnlySpan<byte> text)
    {
        if (LogText.TryTake(ref text, "-"u8))
        {
            return;
        }

        while (text is [(byte)'[', ..])
        {
            int end = EndOfElement(text);
            if (end < 0)
            {
                return;
            }

            text = text[(end + 1)..];
        }
    }

    private static int EndOfElement(ReadOnlySpan<byte> text)
    {
        bool quoted = false;
        for (int index = 1; index < text.Length; index++)
        {
            switch (text[index])
            {
                case (byte)'\\' when quoted:
                    index++;
                    break;
                case (byte)'"':
                    quoted = !quoted;
                    break;
                case (byte)']' when !quoted:
                    return index;
                default:
                    break;
            }
        }

        return -1;
    }
}
