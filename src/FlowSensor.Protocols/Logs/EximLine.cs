using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Smtp;

namespace FlowSensor.Protocols.Logs;

/// <summary>Lines of exim's main log (exim specification 53): a message id and a flag of two letters, or a refusal.</summary>
internal static class EximLine
{
    /// <summary>Reads a line.</summary>
    public static void Read(ReadOnlySpan<byte> text, ref LogEvent read)
    {
        ReadOnlySpan<byte> rest = text;
        if (rest is [(byte)'[', >= (byte)'0' and <= (byte)'9', ..] && LogText.TryTakeUntil(ref rest, "] "u8, out _))
        {
            // log_selector +pid
            text = rest;
        }

        if (TryTakeMessageId(ref rest, out ReadOnlySpan<byte> id))
        {
            ReadOfMessage(rest, ref read);
            read.QueueId = id;
        }
        else if (text.StartsWith("SMTP connection from "u8))
        {
            ReadConnection(text[21..], ref read);
        }
        else if (text.IndexOf("rejected "u8) >= 0 || text.IndexOf("refused"u8) >= 0)
        {
            ReadRefusal(text, ref read);
        }
        else if (text.IndexOf("authenticator failed for "u8) is int failed and > 0)
        {
            read.Begin(LogEventKind.Routine);
            read.Action = "authentication failed"u8;
            ReadHost(text[(failed + 25)..], ref read);
        }
        else if (IsRoutine(text))
        {
            read.Begin(LogEventKind.Routine);
            read.Text = text;
        }
    }

    // 6-6-2 base 62, since exim 4.97 6-11-4.
    private static bool TryTakeMessageId(scoped ref ReadOnlySpan<byte> text, out ReadOnlySpan<byte> id)
    {
        int length = text is { Length: >= 16 } && text[6] == '-' ? (text[13] == '-' ? 16 : text.Length >= 23 && text[18] == '-' ? 23 : 0) : 0;
        id = length == 0 ? default : text[..length];
        if (length == 0 || (text.Length > length && text[length] != ' '))
        {
            return false;
        }

        foreach (byte letter in id)
        {
            if (!char.IsAsciiLetterOrDigit((char)letter) && letter != '-')
            {
                return false;
            }
        }

        text = text.Length > length ? text[(length + 1)..] : default;
        return true;
    }

    private static void ReadOfMessage(ReadOnlySpan<byte> text, ref LogEvent read)
    {
        switch (text)
        {
            case [(byte)'<', (byte)'=', (byte)' ', ..]:
                ReadArrival(text[3..], ref read);
                break;
            case [(byte)'=', (byte)'>', (byte)' ', ..] or [(byte)'-', (byte)'>', (byte)' ', ..] or [(byte)'>', (byte)'>', (byte)' ', ..]:
                ReadDelivery(LogEventKind.Sent, "delivered"u8, text[3..], ref read);
                break;
            case [(byte)'=', (byte)'=', (byte)' ', ..]:
                ReadDelivery(LogEventKind.Deferred, "deferred"u8, text[3..], ref read);
                break;
            case [(byte)'*', (byte)'*', (byte)' ', ..]:
                ReadDelivery(LogEventKind.Bounced, "failed"u8, text[3..], ref read);
                break;
            default:
                ReadRest(text, ref read);
                break;
        }
    }

    private static void ReadRest(ReadOnlySpan<byte> text, ref LogEvent read)
    {
        if (text.StartsWith("Completed"u8))
        {
            read.Begin(LogEventKind.Removed);
        }
        else if (text.IndexOf("rejected "u8) >= 0)
        {
            ReadRefusal(text, ref read);
        }
        else
        {
            read.Begin(LogEventKind.Routine);
            read.Text = text;
        }
    }

    // sender H=name [address]:port P=esmtp S=size id=message-id; <> is the empty sender.
    private static void ReadArrival(ReadOnlySpan<byte> text, ref LogEvent read)
    {
        read.Begin(LogEventKind.Accepted);
        ReadOnlySpan<byte> sender = LogText.TakeWord(ref text);
        read.Sender = LogFields.Bare(sender, (byte)' ');
        ReadHost(Field(text, "H="u8), ref read);
        read.Protocol = LogFields.Value(text, "P="u8, (byte)' ');
        read.Size = LogFields.Number(LogFields.Value(text, "S="u8, (byte)' '));
        read.MessageId = LogFields.Value(text, "id="u8, (byte)' ');
        read.IsRemote = !read.Client.IsNone;
        read.Recipients = 1;
    }

    private static void ReadDelivery(LogEventKind kind, ReadOnlySpan<byte> action, ReadOnlySpan<byte> text, ref LogEvent read)
    {
        read.Begin(kind);
        read.Action = action;
        read.Recipient = LogFields.Bare(LogText.TakeWord(ref text), (byte)' ');
        int original = text.IndexOf("<"u8);
        read.OriginalRecipient = original == 0 ? LogFields.Bare(text, (byte)' ') : default;
        ReadOnlySpan<byte> host = Field(text, "H="u8);
        read.Relay = host.IsEmpty ? LogFields.Value(text, "T="u8, (byte)' ').TrimEnd((byte)':') : LogFields.Bare(host, (byte)' ');
        if (!host.IsEmpty && LogFields.TryTakeHost(ref host, out _, out IpAddress address, out _))
        {
            read.RelayAddress = address;
            read.IsRemote = true;
        }

        read.DelayMs = Delay(LogFields.Value(text, "QT="u8, (byte)' '));
        int reason = text.IndexOf(": "u8);
        read.Text = kind == LogEventKind.Sent ? Quoted(text) : reason < 0 ? default : text[(reason + 2)..];
    }

    // C="250 2.0.0 OK", what the other server answered.
    private static ReadOnlySpan<byte> Quoted(ReadOnlySpan<byte> text)
    {
        int at = text.IndexOf(" C=\""u8);
        if (at < 0)
        {
            return default;
        }

        text = text[(at + 4)..];
        int end = text.LastIndexOf((byte)'"');
        return end < 0 ? text : text[..end];
    }

    // H=(helo) [address] F=<sender> rejected RCPT <recipient>: text
    private static void ReadRefusal(ReadOnlySpan<byte> text, ref LogEvent read)
    {
        read.Begin(LogEventKind.Rejected);
        read.Action = "reject"u8;
        ReadHost(Field(text, "H="u8), ref read);
        read.Sender = LogFields.Value(text, "F="u8, (byte)' ');
        int at = text.IndexOf("rejected "u8);
        bool forNow = at > 0 && text[..at].EndsWith("temporarily "u8);
        if (at < 0)
        {
            read.Kind = LogEventKind.Routine;
            read.Text = text;
            return;
        }

        ReadOnlySpan<byte> rest = text[(at + 9)..];
        ReadOnlySpan<byte> stage = LogText.TakeWord(ref rest);
        read.Stage = stage.TrimEnd((byte)':');
        if (rest is [(byte)'<', ..])
        {
            read.Recipient = LogFields.Bare(rest, (byte)' ');
        }

        ReadOnlySpan<byte> reason = rest.IndexOf(": "u8) is int colon and >= 0 ? rest[(colon + 2)..] : rest;
        read.Code = forNow || reason.IndexOf("reylist"u8) >= 0 ? 451 : 550;
        read.Text = reason;
        SmtpRejectClass why = SmtpRejectClassifier.Classify(read.Code, default, reason);
        read.RejectClass = why == SmtpRejectClass.None ? SmtpRejectClass.Other : why;
    }

    // [address]:port (TCP/IP connection count = n), and its end: ... closed by QUIT, ... lost.
    private static void ReadConnection(ReadOnlySpan<byte> text, ref LogEvent read)
    {
        read.Begin(text.IndexOf("connection count"u8) > 0 ? LogEventKind.Connect : LogEventKind.Disconnect);
        ReadHost(text, ref read);
    }

    private static bool IsRoutine(ReadOnlySpan<byte> text) =>
        text.StartsWith("Start queue run"u8) || text.StartsWith("End queue run"u8) || text.StartsWith("exim "u8) || text.StartsWith("no host name found"u8)
        || text.StartsWith("no IP address found"u8) || text.StartsWith("TLS error"u8) || text.StartsWith("unexpected disconnection"u8) || text.StartsWith("SMTP "u8)
        || text.StartsWith("cwd="u8) || text.StartsWith("H="u8) || text.StartsWith("no MAIL in "u8) || text.StartsWith("Daemon "u8)
        || text.StartsWith("host name alias"u8) || text.StartsWith("ident connection"u8) || text.StartsWith("DNS list lookup"u8);

    private static void ReadHost(ReadOnlySpan<byte> text, ref LogEvent read)
    {
        ReadOnlySpan<byte> rest = text;
        if (LogFields.TryTakeHost(ref rest, out ReadOnlySpan<byte> name, out IpAddress address, out int port))
        {
            int helo = name.IndexOf((byte)'(');
            read.Helo = helo >= 0 ? name[(helo + 1)..].TrimEnd((byte)')') : default;
            read.ClientName = helo >= 0 ? name[..helo].TrimEnd((byte)' ') : name;
            read.Client = address;
            read.ClientPort = port;
        }
    }

    private static ReadOnlySpan<byte> Field(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name)
    {
        int at = text.StartsWith(name) ? 0 : text.IndexOf(name) is int found and > 0 && text[found - 1] == ' ' ? found : -1;
        return at < 0 ? default : text[(at + name.Length)..];
    }

    // 1d2h3m4s, or 0.123s since 4.88.
    private static long Delay(ReadOnlySpan<byte> text)
    {
        long total = 0;
        bool any = false;
        while (LogText.TryTakeNumber(ref text, out long number) && number < 1_000_000)
        {
            int thousandths = LogText.TakeFraction(ref text);
            total += text switch
            {
                [(byte)'d', ..] => number * 86_400_000,
                [(byte)'h', ..] => number * 3_600_000,
                [(byte)'m', ..] => number * 60_000,
                [(byte)'s', ..] => (number * 1_000) + thousandths,
                _ => 0,
            };
            text = text.IsEmpty ? text : text[1..];
            any = true;
        }

        return any ? total : -1;
    }
}
