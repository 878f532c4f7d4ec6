namespace FlowSensor.Protocols.Logs;

/// <summary>Lines of postscreen(8), which answers the port before smtpd does.</summary>
internal static class PostscreenLine
{
    /// <summary>Reads a line without severity.</summary>
    public static void Read(ReadOnlySpan<byte> text, ref LogEvent read)
    {
        ReadOnlySpan<byte> rest = text;
        if (LogText.TryTake(ref rest, "CONNECT from "u8))
        {
            ReadConnect(rest, ref read);
        }
        else if (LogText.TryTake(ref rest, "NOQUEUE: reject: "u8))
        {
            ReadReject(rest, ref read);
        }
        else if (text.StartsWith("cache "u8))
        {
            read.Begin(LogEventKind.Routine);
            read.Text = text;
        }
        else if (IsVerdict(text) && text.IndexOf((byte)'[') is int open and > 0)
        {
            read.Begin(text.StartsWith("BLACKLISTED"u8) || text.StartsWith("DENYLISTED"u8) ? LogEventKind.Blacklisted : LogEventKind.Routine);
            read.Action = text[..open].TrimEnd((byte)' ');
            rest = text[open..];
            ReadClient(ref rest, ref read);
            read.Text = rest;
            if (LogText.TryTake(ref rest, " after "u8))
            {
                int end = rest.IndexOf((byte)':');
                read.Stage = end < 0 ? rest : rest[..end];
            }
        }
    }

    private static bool IsVerdict(ReadOnlySpan<byte> text) =>
        text.StartsWith("PASS "u8) || text.StartsWith("DISCONNECT "u8) || text.StartsWith("WHITELIST"u8) || text.StartsWith("ALLOWLIST"u8)
        || text.StartsWith("BLACKLISTED "u8) || text.StartsWith("DENYLISTED "u8) || text.StartsWith("PREGREET "u8) || text.StartsWith("DNSBL rank "u8)
        || text.StartsWith("HANGUP after "u8) || text.StartsWith("COMMAND "u8) || text.StartsWith("NON-SMTP COMMAND "u8) || text.StartsWith("BARE NEWLINE "u8)
        || text.StartsWith("entering STRESS"u8) || text.StartsWith("leaving STRESS"u8);

    private static void ReadConnect(ReadOnlySpan<byte> text, ref LogEvent read)
    {
        read.Begin(LogEventKind.ScreenedConnect);
        ReadClient(ref text, ref read);
        if (LogText.TryTake(ref text, " to "u8) && LogFields.TryTakeHost(ref text, out _, out Addressing.IpAddress server, out int port))
        {
            read.Server = server;
            read.IsSubmission = port is 465 or 587;
        }
    }

    private static void ReadReject(ReadOnlySpan<byte> text, ref LogEvent read)
    {
        if (!LogText.TryTakeUntil(ref text, " from "u8, out ReadOnlySpan<byte> stage))
        {
            return;
        }

        read.Begin(LogEventKind.Rejected);
        read.Action = "reject"u8;
        read.Stage = stage;
        ReadClient(ref text, ref read);
        LogText.TryTake(ref text, ": "u8);
        PostfixLine.ReadReply(text, ref read);
    }

    private static void ReadClient(scoped ref ReadOnlySpan<byte> text, ref LogEvent read)
    {
        if (LogFields.TryTakeHost(ref text, out _, out Addressing.IpAddress client, out int port))
        {
            read.Client = client;
            read.ClientPort = port;
        }
    }
}
