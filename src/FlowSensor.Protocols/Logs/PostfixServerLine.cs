namespace FlowSensor.Protocols.Logs;

/// <summary>Lines of smtpd(8).</summary>
internal static class PostfixServerLine
{
    /// <summary>Reads a line without severity.</summary>
    public static void Read(ReadOnlySpan<byte> text, ref LogEvent read)
    {
        ReadOnlySpan<byte> rest = text;
        if (LogText.TryTake(ref rest, "connect from "u8))
        {
            ReadClient(LogEventKind.Connect, rest, ref read);
        }
        else if (LogText.TryTake(ref rest, "disconnect from "u8))
        {
            ReadDisconnect(rest, ref read);
        }
        else if (LogText.TryTake(ref rest, "NOQUEUE: "u8))
        {
            ReadAction(rest, ref read);
        }
        else if (PostfixLine.TryTakeQueueId(ref rest, out ReadOnlySpan<byte> id))
        {
            if (LogText.TryTake(ref rest, "client="u8))
            {
                ReadClient(LogEventKind.Opened, rest, ref read);
            }
            else
            {
                ReadAction(rest, ref read);
            }

            read.QueueId = id;
        }
        else if (text.StartsWith("reject: "u8))
        {
            // Before Postfix 2.1 there was no NOQUEUE in front.
            ReadAction(text, ref read);
        }
        else if (LogText.TryTake(ref rest, "proxy-"u8))
        {
            ReadProxyAction(rest, ref read);
        }
        else
        {
            ReadSession(text, ref read);
        }
    }

    private static void ReadClient(LogEventKind kind, ReadOnlySpan<byte> text, ref LogEvent read)
    {
        if (LogFields.TryTakeHost(ref text, out ReadOnlySpan<byte> name, out Addressing.IpAddress client, out int port))
        {
            read.Begin(kind);
            read.ClientName = name;
            read.Client = client;
            read.ClientPort = port;
            read.Name = kind == LogEventKind.Opened ? LogFields.Value(text, "sasl_username="u8) : default;
        }
    }

    // command=accepted or command=accepted/all, since Postfix 3.0.
    private static void ReadDisconnect(ReadOnlySpan<byte> text, ref LogEvent read)
    {
        if (!LogFields.TryTakeHost(ref text, out ReadOnlySpan<byte> name, out Addressing.IpAddress client, out _))
        {
            return;
        }

        read.Begin(LogEventKind.Disconnect);
        read.ClientName = name;
        read.Client = client;
        read.Text = text.TrimStart((byte)' ');
        read.Count = LogFields.Number(LogFields.Value(text, "mail="u8, (byte)' '));
    }

    // action: STAGE from host[address]: reply; envelope
    private static void ReadAction(ReadOnlySpan<byte> text, ref LogEvent read)
    {
        if (!LogText.TryTakeUntil(ref text, ": "u8, out ReadOnlySpan<byte> action) || action.Length > 24)
        {
            return;
        }

        bool refused = action.SequenceEqual("reject"u8);
        if (!refused && !IsAction(action))
        {
            return;
        }

        read.Begin(refused ? LogEventKind.Rejected : LogEventKind.Routine);
        read.Action = action;
        if (!LogText.TryTakeUntil(ref text, " from "u8, out ReadOnlySpan<byte> stage))
        {
            read.Text = text;
            return;
        }

        read.Stage = stage;
        if (LogFields.TryTakeHost(ref text, out ReadOnlySpan<byte> name, out Addressing.IpAddress client, out int port))
        {
            read.ClientName = name;
            read.Client = client;
            read.ClientPort = port;
            LogText.TryTake(ref text, ": "u8);
            PostfixLine.ReadReply(text, ref read);
        }
    }

    private static bool IsAction(ReadOnlySpan<byte> action) =>
        action.SequenceEqual("reject_warning"u8) || action.SequenceEqual("discard"u8) || action.SequenceEqual("hold"u8) || action.SequenceEqual("filter"u8)
        || action.SequenceEqual("redirect"u8) || action.SequenceEqual("warn"u8) || action.SequenceEqual("info"u8) || action.SequenceEqual("prepend"u8)
        || action.SequenceEqual("permit"u8) || action.SequenceEqual("bcc"u8) || action.SequenceEqual("replace"u8) || action.StartsWith("milter-"u8)
        || action.SequenceEqual("client"u8) || action.SequenceEqual("trigger"u8) || action.SequenceEqual("delay"u8) || action.SequenceEqual("dunno"u8);

    // proxy-reject: STAGE: reply; envelope - what a filter before the queue answered.
    private static void ReadProxyAction(ReadOnlySpan<byte> text, ref LogEvent read)
    {
        if (!LogText.TryTakeUntil(ref text, ": "u8, out ReadOnlySpan<byte> action) || !LogText.TryTakeUntil(ref text, ": "u8, out ReadOnlySpan<byte> stage))
        {
            return;
        }

        read.Begin(action.SequenceEqual("reject"u8) ? LogEventKind.Rejected : LogEventKind.Routine);
        read.Action = action;
        read.Stage = stage;
        PostfixLine.ReadReply(text, ref read);
    }

    // What a session says of itself: lost connection after STAGE from ..., timeout after ..., SSL_accept error from ..., TLS ...
    private static void ReadSession(ReadOnlySpan<byte> text, ref LogEvent read)
    {
        int from = text.IndexOf(" from "u8);
        bool isLost = text.StartsWith("lost connection after "u8) || text.StartsWith("timeout after "u8) || text.StartsWith("too many errors after "u8)
            || text.StartsWith("improper command pipelining after "u8) || text.StartsWith("bare <LF> received after "u8);
        bool isTls = text.StartsWith("SSL_accept error"u8) || text.IndexOf("TLS connection established from "u8) >= 0 || text.StartsWith("setting up TLS connection from "u8)
            || text.StartsWith("TLS handshake failed"u8);
        if ((isLost || isTls) && from > 0)
        {
            read.Begin(LogEventKind.Routine);
            if (isLost && text.IndexOf(" after "u8) is int after and > 0 && after + 7 <= from)
            {
                read.Action = text[..after];
                ReadOnlySpan<byte> stage = text[(after + 7)..from];
                read.Stage = stage.IndexOf((byte)' ') is int blank and > 0 ? stage[..blank] : stage;
            }

            text = text[(from + 6)..];
            if (LogFields.TryTakeHost(ref text, out ReadOnlySpan<byte> name, out Addressing.IpAddress client, out _))
            {
                read.ClientName = name;
                read.Client = client;
            }

            return;
        }

        if (isTls || text.StartsWith("initializing the server-side TLS"u8) || text.StartsWith("statistics: "u8) || text.StartsWith("table "u8)
            || text.StartsWith("NOQUEUE"u8) || text.StartsWith("sacl_check: "u8) || text.StartsWith("daemon started"u8))
        {
            read.Begin(LogEventKind.Routine);
            read.Text = text;
        }
    }
}
