using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Protocols.Logs;

/// <summary>Verdicts on messages: ClamAV, SpamAssassin, amavis, rspamd, MailScanner.</summary>
internal static class ScannerLine
{
    /// <summary>Reads a line of ClamAV: <c>what: Name FOUND</c>, <c>what: OK</c>, and those of its milter.</summary>
    public static void ReadClamav(ReadOnlySpan<byte> text, ref LogEvent read)
    {
        ReadOnlySpan<byte> rest = text;
        LogText.TryTake(ref rest, "-> "u8);
        rest = rest.TrimEnd((byte)' ');
        int infected = rest.IndexOf(" infected by "u8);
        int separator = rest.LastIndexOf(": "u8);
        if (infected > 0)
        {
            read.Begin(LogEventKind.Virus);
            read.Name = rest[(infected + 13)..];
            ReadMilter(rest[..infected], ref read);
        }
        else if (rest.EndsWith(" FOUND"u8) && separator > 0 && separator + 2 < rest.Length - 6)
        {
            read.Begin(LogEventKind.Virus);
            read.Name = rest[(separator + 2)..^6];
            read.Text = rest[..separator];
        }
        else if (rest.EndsWith(": OK"u8) || rest.StartsWith("clean message "u8) || rest.StartsWith("Clean message "u8))
        {
            read.Begin(LogEventKind.Clean);
            read.Text = rest;
        }
        else
        {
            read.Begin(rest.StartsWith("ERROR: "u8) ? LogEventKind.Trouble : LogEventKind.Routine);
            read.Text = rest;
        }
    }

    /// <summary>
    /// Reads a line of SpamAssassin's spamd. The verdict is its <c>result:</c> line, the one with the score and the tests; the line before it,
    /// <c>identified spam</c> or <c>clean message</c>, says the same.
    /// </summary>
    public static bool TryReadSpamAssassin(ReadOnlySpan<byte> text, ref LogEvent read)
    {
        ReadOnlySpan<byte> rest = text;
        if (rest is [(byte)'[', ..] && LogText.TryTakeUntil(ref rest, "] "u8, out _))
        {
            LogText.TakeWord(ref rest);
        }

        if (!LogText.TryTake(ref rest, "spamd: "u8))
        {
            return rest.StartsWith("prefork: "u8) && BeginRoutine(rest, ref read);
        }

        if (!LogText.TryTake(ref rest, "result: "u8))
        {
            return BeginRoutine(rest, ref read);
        }

        ReadOnlySpan<byte> verdict = LogText.TakeWord(ref rest);
        read.Begin(verdict is [(byte)'Y'] ? LogEventKind.Spam : LogEventKind.Clean);
        read.Score = LogFields.Score(LogText.TakeWord(ref rest));
        LogText.TryTake(ref rest, "- "u8);
        read.Text = rest;
        read.Size = LogFields.Number(LogFields.Value(rest, "size="u8));
        read.Name = LogFields.Value(rest, "user="u8);
        read.MessageId = LogFields.Value(rest, "mid="u8);
        return true;
    }

    /// <summary>Reads a line of amavis: <c>(id) Blocked SPAM {...}, [client]:port &lt;from&gt; -&gt; &lt;to&gt;, Queue-ID: ..., Hits: ...</c>.</summary>
    public static void ReadAmavis(ReadOnlySpan<byte> text, ref LogEvent read)
    {
        ReadOnlySpan<byte> rest = text;
        if (rest is [(byte)'(', ..])
        {
            LogText.TryTakeUntil(ref rest, ") "u8, out _);
        }

        bool blocked = LogText.TryTake(ref rest, "Blocked "u8);
        if (!blocked && !LogText.TryTake(ref rest, "Passed "u8))
        {
            BeginRoutine(rest, ref read);
            return;
        }

        bool isSpam = rest.StartsWith("SPAM"u8);
        read.Begin(rest.StartsWith("INFECTED"u8) ? LogEventKind.Virus : isSpam ? LogEventKind.Spam : rest.StartsWith("CLEAN"u8) ? LogEventKind.Clean : LogEventKind.Routine);
        read.Action = blocked ? "Blocked"u8 : "Passed"u8;
        int open = rest.IndexOf((byte)'(');
        int comma = rest.IndexOf((byte)',');
        if (read.Kind == LogEventKind.Virus && open > 0 && (comma < 0 || open < comma) && rest[open..].IndexOf((byte)')') is int close and > 0)
        {
            read.Name = rest.Slice(open + 1, close - 1);
        }

        read.Text = comma < 0 ? rest : rest[..comma];
        ReadClient(rest, ref read);
        ReadArrow(rest, ref read);
        read.QueueId = LogFields.Value(rest, "Queue-ID: "u8);
        read.MessageId = LogFields.Value(rest, "Message-ID: "u8);
        read.Score = LogFields.Score(LogFields.Value(rest, "Hits: "u8));
        read.Size = LogFields.Number(LogFields.Value(rest, "size: "u8));
    }

    /// <summary>Reads a line of rspamd: <c>... (default: T (reject): [20.10/15.00] [SYMBOL...]), len: ...</c>.</summary>
    public static void ReadRspamd(ReadOnlySpan<byte> text, ref LogEvent read)
    {
        int verdict = text.IndexOf("(default: "u8);
        if (verdict < 0)
        {
            BeginRoutine(text, ref read);
            return;
        }

        ReadOnlySpan<byte> rest = text[(verdict + 10)..];
        bool isSpam = rest is [(byte)'T', ..];
        read.Begin(isSpam ? LogEventKind.Spam : LogEventKind.Clean);
        if (LogText.TryTakeUntil(ref rest, "("u8, out _) && LogText.TryTakeUntil(ref rest, "): ["u8, out ReadOnlySpan<byte> action))
        {
            read.Action = action;
            read.Score = LogFields.Score(rest);
        }

        ReadOnlySpan<byte> head = text[..verdict];
        _ = IpAddressText.TryParse(LogFields.Value(head, "ip: "u8), out IpAddress client);
        read.Client = client;
        read.Sender = LogFields.Value(head, "from: "u8);
        read.MessageId = LogFields.Value(head, "id: "u8);
        read.QueueId = LogFields.Value(head, "qid: "u8);
        read.Size = LogFields.Number(LogFields.Value(rest, "len: "u8));
        read.Recipient = LogFields.Value(rest, "rcpts: "u8);
    }

    /// <summary>Reads a line of MailScanner: <c>&gt;&gt;&gt; Virus 'W32/Yaha-P' found in file ...</c>.</summary>
    public static void ReadMailScanner(ReadOnlySpan<byte> text, ref LogEvent read)
    {
        int virus = text.IndexOf("Virus '"u8);
        if (virus >= 0)
        {
            ReadOnlySpan<byte> rest = text[(virus + 7)..];
            read.Begin(LogEventKind.Virus);
            if (LogText.TryTakeUntil(ref rest, "'"u8, out ReadOnlySpan<byte> name))
            {
                read.Name = name;
            }

            int file = rest.IndexOf("file ./"u8);
            ReadOnlySpan<byte> path = file < 0 ? default : rest[(file + 7)..];
            read.QueueId = path.IndexOf((byte)'/') is int slash and > 0 ? path[..slash] : default;
            read.Text = text;
        }
        else if (text.IndexOf(" is spam, "u8) >= 0 || text.IndexOf("is not spam"u8) >= 0)
        {
            read.Begin(text.IndexOf(" is spam, "u8) >= 0 ? LogEventKind.Spam : LogEventKind.Clean);
            read.Text = text;
        }
        else
        {
            BeginRoutine(text, ref read);
        }
    }

    private static bool BeginRoutine(ReadOnlySpan<byte> text, ref LogEvent read)
    {
        read.Begin(LogEventKind.Routine);
        read.Text = text;
        return true;
    }

    // Message 4abc from <a> to <b>
    private static void ReadMilter(ReadOnlySpan<byte> text, ref LogEvent read)
    {
        if (!LogText.TryTake(ref text, "Message "u8) || !LogText.TryTakeUntil(ref text, " from "u8, out ReadOnlySpan<byte> id))
        {
            return;
        }

        read.QueueId = id;
        read.Sender = LogFields.Bare(text, (byte)' ');
        int to = text.IndexOf(" to "u8);
        read.Recipient = to < 0 ? default : LogFields.Bare(text[(to + 4)..], (byte)' ');
    }

    private static void ReadClient(ReadOnlySpan<byte> text, ref LogEvent read)
    {
        if (LogFields.TryTakeHost(ref text, out _, out IpAddress client, out int port))
        {
            read.Client = client;
            read.ClientPort = port;
        }
    }

    private static void ReadArrow(ReadOnlySpan<byte> text, ref LogEvent read)
    {
        int arrow = text.IndexOf("> -> <"u8);
        int sender = arrow < 0 ? -1 : text[..arrow].LastIndexOf((byte)'<');
        if (sender >= 0)
        {
            read.Sender = text[(sender + 1)..arrow];
            read.Recipient = LogFields.Bare(text[(arrow + 5)..], (byte)',');
        }
    }
}
