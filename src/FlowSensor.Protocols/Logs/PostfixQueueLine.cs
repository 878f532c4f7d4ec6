using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Smtp;

namespace FlowSensor.Protocols.Logs;

/// <summary>Lines of Postfix's daemons behind the queue: cleanup, qmgr, pickup, bounce, and the delivery agents.</summary>
internal static class PostfixQueueLine
{
    /// <summary>Reads what follows a queue id; false when it is unknown.</summary>
    public static bool TryRead(ReadOnlySpan<byte> daemon, ReadOnlySpan<byte> text, ref LogEvent read)
    {
        switch (text)
        {
            case [(byte)'t', (byte)'o', (byte)'=', ..]:
                return TryReadDelivery(text, ref read);
            case [(byte)'f', (byte)'r', (byte)'o', (byte)'m', (byte)'=', ..]:
                return TryReadQueued(text, ref read);
            case [(byte)'r', (byte)'e', (byte)'m', (byte)'o', (byte)'v', (byte)'e', (byte)'d']:
                read.Begin(LogEventKind.Removed);
                return true;
            case [(byte)'m', (byte)'e', (byte)'s', (byte)'s', (byte)'a', (byte)'g', (byte)'e', (byte)'-', (byte)'i', (byte)'d', (byte)'=', ..]:
                read.Begin(LogEventKind.Routine);
                read.MessageId = LogFields.Bare(text[11..], 0);
                return true;
            default:
                return TryReadRest(daemon, text, ref read);
        }
    }

    /// <summary>True for a line without queue id that is known and says nothing to count.</summary>
    public static bool IsRoutine(ReadOnlySpan<byte> daemon, ReadOnlySpan<byte> text) =>
        text.StartsWith("statistics: "u8) || text.StartsWith("connect to "u8) || text.IndexOf("TLS connection established to "u8) >= 0
        || text.StartsWith("SSL_connect error to "u8) || text.StartsWith("cache "u8) || text.StartsWith("addr "u8) || text.StartsWith("setting up TLS"u8)
        || text.StartsWith("certificate verification"u8) || text.StartsWith("Host offered STARTTLS"u8) || text.StartsWith("server certificate verification"u8)
        || text.StartsWith("initializing the client-side TLS"u8) || text.StartsWith("table "u8) || text.StartsWith("lost connection with "u8)
        || (daemon.SequenceEqual("tlsproxy"u8) && (text.StartsWith("CONNECT "u8) || text.StartsWith("DISCONNECT "u8) || text.IndexOf("TLS "u8) >= 0))
        || (IsControl(daemon) && IsControlText(text));

    /// <summary>
    /// Reads the client that a line without queue id speaks of: dnsblog's <c>addr x listed by</c>, anvil's <c>for (service:x) at</c>, tlsproxy's
    /// <c>CONNECT from [x]:port</c>.
    /// </summary>
    public static void ReadClient(ReadOnlySpan<byte> text, ref LogEvent read)
    {
        IpAddress client = default;
        if (LogText.TryTake(ref text, "addr "u8))
        {
            IpAddressText.TryParse(LogText.TakeWord(ref text), out client);
        }
        else if (text.StartsWith("statistics: "u8) && text.IndexOf(" for ("u8) is int open and > 0)
        {
            text = text[(open + 6)..];
            int close = text.IndexOf((byte)')');
            text = close < 0 ? text : text[..close];

            // The service may hold colons itself, and so may the address.
            while (text.IndexOf((byte)':') is int colon and >= 0 && !IpAddressText.TryParse(text[(colon + 1)..], out client))
            {
                text = text[(colon + 1)..];
            }
        }
        else if (text.StartsWith("CONNECT from "u8) || text.StartsWith("DISCONNECT "u8))
        {
            LogFields.TryTakeHost(ref text, out _, out client, out int port);
            read.ClientPort = port;
        }

        read.Client = client;
    }

    private static bool IsControl(ReadOnlySpan<byte> daemon) =>
        daemon.SequenceEqual("master"u8) || daemon.EndsWith("script"u8) || daemon.SequenceEqual("postsuper"u8) || daemon.SequenceEqual("postlog"u8)
        || daemon.SequenceEqual("tlsmgr"u8) || daemon.SequenceEqual("sendmail"u8) || daemon.SequenceEqual("postlogd"u8);

    private static bool IsControlText(ReadOnlySpan<byte> text) =>
        text.StartsWith("daemon started"u8) || text.StartsWith("terminating on signal"u8) || text.StartsWith("reload "u8) || text.StartsWith("refreshing "u8)
        || text.StartsWith("starting "u8) || text.StartsWith("stopping "u8) || text.StartsWith("the Postfix mail system is "u8) || text.StartsWith("Deleted: "u8)
        || text.StartsWith("Requeued: "u8) || text.StartsWith("Placed on hold: "u8) || text.StartsWith("Released from hold: "u8) || text.StartsWith("stopping"u8);

    // from=<sender>, size=n, nrcpt=n (queue active) - or status=expired, returned to sender.
    private static bool TryReadQueued(ReadOnlySpan<byte> text, ref LogEvent read)
    {
        ReadOnlySpan<byte> size = LogFields.Value(text, "size="u8);
        read.Begin(size.IsEmpty ? LogEventKind.Routine : LogEventKind.Queued);
        read.Sender = LogFields.Bare(text[5..], (byte)',');
        read.Size = LogFields.Number(size);
        read.Recipients = LogFields.Number(LogFields.Value(text, "nrcpt="u8));
        if (size.IsEmpty)
        {
            read.Action = LogFields.Value(text, "status="u8);
        }

        return true;
    }

    // to=<r>, orig_to=<o>, relay=host[address]:port, conn_use=n, delay=s, delays=a/b/c/d, tls=.., dsn=x.y.z, status=word (text)
    private static bool TryReadDelivery(ReadOnlySpan<byte> text, ref LogEvent read)
    {
        int status = text.IndexOf(", status="u8);
        if (status < 0)
        {
            return false;
        }

        ReadOnlySpan<byte> fields = text[..status];
        ReadOnlySpan<byte> outcome = text[(status + 9)..];
        ReadOnlySpan<byte> word = LogText.TakeWord(ref outcome);
        read.Begin(word switch
        {
            [(byte)'s', (byte)'e', (byte)'n', (byte)'t'] => LogEventKind.Sent,
            [(byte)'d', (byte)'e', (byte)'f', ..] or [(byte)'S', (byte)'O', (byte)'F', (byte)'T', ..] => LogEventKind.Deferred,
            [(byte)'b', ..] or [(byte)'e', (byte)'x', ..] or [(byte)'u', (byte)'n', ..] => LogEventKind.Bounced,
            _ => LogEventKind.Routine,
        });
        read.Action = word;
        read.Text = outcome is [(byte)'(', .., (byte)')'] ? outcome[1..^1] : outcome;
        read.Recipient = LogFields.Bare(fields[3..], (byte)',');
        int relay = fields.IndexOf(", relay="u8);
        if (relay < 0)
        {
            return true;
        }

        if (relay > 4 && fields[..relay].IndexOf(", orig_to="u8) is int original and > 0)
        {
            read.OriginalRecipient = LogFields.Bare(fields[(original + 10)..relay], (byte)',');
        }

        ReadRelay(fields[(relay + 8)..], ref read);
        return true;
    }

    private static void ReadRelay(ReadOnlySpan<byte> text, ref LogEvent read)
    {
        int end = text.IndexOf(", "u8);
        ReadOnlySpan<byte> relay = end < 0 ? text : text[..end];
        read.Relay = relay;
        if (relay is [.., >= (byte)'0' and <= (byte)'9'] && LogFields.TryTakeHost(ref relay, out _, out IpAddress address, out int port) && port != 0)
        {
            read.RelayAddress = address;
            read.IsRemote = true;
            read.IsSubmission = port is 465 or 587;
        }

        int delay = text.IndexOf(", delay="u8);
        if (delay >= 0)
        {
            text = text[(delay + 8)..];
            read.DelayMs = LogFields.Milliseconds(text);
        }

        int delays = text.IndexOf(", delays="u8);
        if (delays >= 0)
        {
            text = text[(delays + 9)..];
            read.BeforeQueueMs = LogFields.Milliseconds(text);
            read.InQueueMs = text.IndexOf((byte)'/') is int slash and > 0 ? LogFields.Milliseconds(text[(slash + 1)..]) : -1;
        }

        int code = text.IndexOf(", dsn="u8);
        if (code >= 0)
        {
            ReadOnlySpan<byte> enhanced = text[(code + 6)..];
            int comma = enhanced.IndexOf((byte)',');
            EnhancedStatusCode.TryRead(comma < 0 ? enhanced : enhanced[..comma], out EnhancedStatusCode dsn);
            read.Enhanced = dsn;
        }
    }

    private static bool TryReadRest(ReadOnlySpan<byte> daemon, ReadOnlySpan<byte> text, ref LogEvent read)
    {
        bool isBounce = text.StartsWith("sender "u8) || text.StartsWith("postmaster "u8);
        if (isBounce && text.IndexOf(" notification: "u8) is int mark and > 0)
        {
            read.Begin(LogEventKind.Routine);
            read.Action = text[(text.IndexOf((byte)' ') + 1)..mark];
            read.Name = text[(mark + 15)..];
            return true;
        }

        if (daemon.SequenceEqual("cleanup"u8) && text.IndexOf("; from=<"u8) > 0)
        {
            return TryReadCleanupAction(text, ref read);
        }

        bool isKnown = text.StartsWith("host "u8) || text.StartsWith("lost connection with "u8) || text.StartsWith("conversation with "u8)
            || text.StartsWith("Cannot start TLS"u8) || text.StartsWith("SASL authentication failed"u8) || text.StartsWith("skipped, still being delivered"u8)
            || text.StartsWith("placed on hold"u8) || text.StartsWith("released from hold"u8) || text.StartsWith("requeued"u8) || text.StartsWith("enabling PIX"u8)
            || text.StartsWith("resent-message-id="u8) || text.StartsWith("uid="u8) || text.StartsWith("warning: "u8) || text.StartsWith("TLS "u8)
            || text.StartsWith("breaking line"u8) || text.StartsWith("copied "u8) || text.StartsWith("passing <CR>"u8) || text.StartsWith("certificate "u8)
            || text.StartsWith("server certificate"u8) || text.StartsWith("Passive TLS"u8) || text.StartsWith("status="u8);
        if (isKnown)
        {
            read.Begin(LogEventKind.Routine);
            int reply = text.LastIndexOf("(in reply to "u8);
            read.Stage = reply < 0 ? default : text[(reply + 13)..].TrimEnd(")"u8);
            read.Stage = read.Stage.EndsWith(" command"u8) ? read.Stage[..^8] : read.Stage;
            read.Sender = text.StartsWith("uid="u8) ? LogFields.Value(text, "from="u8, (byte)' ') : default;
            read.Text = text;
            return true;
        }

        return daemon.SequenceEqual("cleanup"u8) && TryReadCleanupAction(text, ref read);
    }

    // action: header ... from host[address]; envelope: text - header and body checks, and milters.
    private static bool TryReadCleanupAction(ReadOnlySpan<byte> text, ref LogEvent read)
    {
        if (!LogText.TryTakeUntil(ref text, ": "u8, out ReadOnlySpan<byte> action) || action.IsEmpty || action.Contains((byte)' '))
        {
            return false;
        }

        bool refused = action.EndsWith("reject"u8);
        read.Begin(refused ? LogEventKind.Rejected : LogEventKind.Routine);
        read.Action = action;
        read.Stage = "DATA"u8;
        read.RejectClass = refused ? SmtpRejectClass.Other : SmtpRejectClass.None;
        int fields = text.LastIndexOf("; from=<"u8);
        read.Text = fields < 0 ? text : text[..fields];
        if (fields >= 0)
        {
            read.Sender = LogFields.Value(text[(fields + 2)..], "from="u8, (byte)' ');
            read.Recipient = LogFields.Value(text[(fields + 2)..], "to="u8, (byte)' ');
        }

        return true;
    }
}
