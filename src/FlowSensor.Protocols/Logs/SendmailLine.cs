using System.Buffers;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Smtp;

namespace FlowSensor.Protocols.Logs;

/// <summary>Lines of sendmail 8: <c>qid: name=value, name=value ...</c>, and its words of trouble.</summary>
internal static class SendmailLine
{
    private static readonly SearchValues<byte> Letters =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>Reads a line.</summary>
    public static void Read(ReadOnlySpan<byte> text, ref LogEvent read)
    {
        ReadOnlySpan<byte> rest = text;
        ReadOnlySpan<byte> id = default;
        if (LogText.TryTake(ref rest, "NOQUEUE: "u8) || TryTakeQueueId(ref rest, out id))
        {
            ReadOfMessage(rest, ref read);
            read.QueueId = id;
            return;
        }

        if (LogText.TryTake(ref rest, "ruleset="u8))
        {
            ReadRuleset(text, ref read);
            return;
        }

        if (IsTrouble(text))
        {
            read.Begin(LogEventKind.Trouble);
            read.Text = text;
        }
        else if (text.StartsWith("starting daemon"u8) || text.StartsWith("STARTTLS"u8) || text.StartsWith("alias database"u8) || text.StartsWith("AUTH"u8)
            || text.StartsWith("daemon "u8) || text.StartsWith("gethostbyaddr"u8) || text.StartsWith("started as"u8))
        {
            read.Begin(LogEventKind.Routine);
            read.Text = text;
        }
    }

    // Letters and digits up to a colon: hA3CPot1007645.
    private static bool TryTakeQueueId(scoped ref ReadOnlySpan<byte> text, out ReadOnlySpan<byte> id)
    {
        id = default;
        int end = text[..Math.Min(text.Length, 24)].IndexOf((byte)':');
        if (end < 8 || text[..end].ContainsAnyExcept(Letters))
        {
            return false;
        }

        bool hasDigit = text[..end].ContainsAnyInRange((byte)'0', (byte)'9');
        if (!hasDigit)
        {
            return false;
        }

        id = text[..end];
        text = text[(end + 1)..].TrimStart((byte)' ');
        return true;
    }

    private static void ReadOfMessage(ReadOnlySpan<byte> text, ref LogEvent read)
    {
        if (text.StartsWith("from="u8))
        {
            ReadFrom(text, ref read);
        }
        else if (text.StartsWith("to="u8) || text.StartsWith("ctladdr="u8))
        {
            ReadTo(text, ref read);
        }
        else if (text.StartsWith("ruleset="u8))
        {
            ReadRuleset(text, ref read);
        }
        else if (text.StartsWith("<"u8) && text.IndexOf(">... "u8) is int mark and > 0)
        {
            ReadRecipientRefusal(text, mark, ref read);
        }
        else if (text.StartsWith("connect from "u8))
        {
            read.Begin(LogEventKind.Connect);
            ReadHost(text[13..], ref read);
        }
        else if (IsTrouble(text))
        {
            read.Begin(LogEventKind.Trouble);
            read.Text = text;
        }
        else if (IsRoutine(text))
        {
            read.Begin(LogEventKind.Routine);
            read.Text = text;
            ReadHost(text, ref read);
        }
    }

    // from=<s>, size=n, class=n, nrcpts=n, msgid=<m>, proto=p, daemon=d, relay=host [address]
    private static void ReadFrom(ReadOnlySpan<byte> text, ref LogEvent read)
    {
        read.Begin(LogEventKind.Routine);
        read.Sender = LogFields.Bare(text[5..], (byte)',');
        read.Size = LogFields.Number(LogFields.Value(text, "size="u8));
        read.Recipients = LogFields.Number(LogFields.Value(text, "nrcpts="u8));
        read.MessageId = LogFields.Value(text, "msgid="u8);
        read.Protocol = LogFields.Value(text, "proto="u8);
        read.Relay = LogFields.Value(text, "relay="u8);
        ReadHost(read.Relay, ref read);

        // A transaction that ends without a recipient left no message.
        read.Kind = read.Recipients > 0 ? LogEventKind.Accepted : LogEventKind.Routine;
        read.IsRemote = !read.Client.IsNone;
        read.IsSubmission = LogFields.Value(text, "daemon="u8) is [(byte)'M', (byte)'S', (byte)'A', ..];
    }

    // to=<r>, ctladdr=.., delay=hh:mm:ss, xdelay=.., mailer=m, pri=n, relay=host [address], dsn=x.y.z, stat=word (text)
    private static void ReadTo(ReadOnlySpan<byte> text, ref LogEvent read)
    {
        int at = text.IndexOf(", stat="u8);
        if (at < 0)
        {
            return;
        }

        ReadOnlySpan<byte> fields = text[..at];
        ReadOnlySpan<byte> outcome = text[(at + 7)..];
        read.Begin(outcome switch
        {
            _ when outcome.StartsWith("Sent"u8) => LogEventKind.Sent,
            _ when outcome.StartsWith("Deferred"u8) => LogEventKind.Deferred,
            _ when outcome.StartsWith("queued"u8) => LogEventKind.Routine,
            _ => LogEventKind.Bounced,
        });
        int paren = outcome.IndexOf(" ("u8);
        int colon = outcome.IndexOf(": "u8);
        int end = paren >= 0 && (colon < 0 || paren < colon) ? paren : colon;
        read.Action = end < 0 ? outcome : outcome[..end];
        read.Text = end < 0 ? default : outcome[(end + 2)..].TrimEnd((byte)')');
        read.Recipient = LogFields.Value(fields, "to="u8);
        read.DelayMs = Delay(LogFields.Value(fields, "delay="u8));
        read.Relay = LogFields.Value(fields, "relay="u8);
        EnhancedStatusCode.TryRead(LogFields.Value(fields, "dsn="u8), out EnhancedStatusCode dsn);
        read.Enhanced = dsn;
        if (TryAddress(read.Relay, out IpAddress address))
        {
            read.RelayAddress = address;
            read.IsRemote = true;
        }
    }

    // ruleset=check_rcpt, arg1=<r>, relay=host [address], reject=550 5.7.1 <r>... text
    private static void ReadRuleset(ReadOnlySpan<byte> text, ref LogEvent read)
    {
        int reject = text.IndexOf(", reject="u8);
        read.Begin(reject < 0 ? LogEventKind.Routine : LogEventKind.Rejected);
        ReadOnlySpan<byte> ruleset = LogFields.Value(text, "ruleset="u8);
        read.Action = "reject"u8;
        read.Name = ruleset;
        read.Stage = ruleset.SequenceEqual("check_rcpt"u8) ? "RCPT"u8 : ruleset.SequenceEqual("check_mail"u8) ? "MAIL"u8
            : ruleset.SequenceEqual("check_relay"u8) ? "CONNECT"u8 : default;
        ReadOnlySpan<byte> argument = LogFields.Value(text, "arg1="u8);
        read.Recipient = ruleset.SequenceEqual("check_rcpt"u8) ? argument : default;
        read.Sender = ruleset.SequenceEqual("check_mail"u8) ? argument : default;
        read.Relay = LogFields.Value(text, "relay="u8);
        ReadHost(read.Relay, ref read);
        if (reject >= 0)
        {
            PostfixLine.ReadReply(text[(reject + 9)..], ref read);
        }
    }

    // <user@domain>... User unknown: the reply itself, logged beside its code by nobody.
    private static void ReadRecipientRefusal(ReadOnlySpan<byte> text, int mark, ref LogEvent read)
    {
        read.Begin(LogEventKind.Rejected);
        read.Action = "reject"u8;
        read.Stage = "RCPT"u8;
        read.Recipient = text[1..mark];
        read.Text = text[(mark + 5)..];
        read.Code = 550;
        SmtpRejectClass why = SmtpRejectClassifier.Classify(read.Code, default, read.Text);
        read.RejectClass = why == SmtpRejectClass.None ? SmtpRejectClass.Other : why;
    }

    private static bool IsTrouble(ReadOnlySpan<byte> text) =>
        text.StartsWith("SYSERR"u8) || text.StartsWith("rejecting connections"u8) || text.IndexOf("Aborting queue run"u8) >= 0 || text.StartsWith("collect: "u8)
        || text.StartsWith("runqueue: "u8) || text.StartsWith("deferring connections"u8) || text.StartsWith("low on space"u8) || text.StartsWith("savemail: "u8)
        || text.StartsWith("timeout waiting for"u8) || text.StartsWith("accepting connections again"u8) || text.StartsWith("WARNING"u8);

    private static bool IsRoutine(ReadOnlySpan<byte> text) =>
        text.IndexOf(" did not issue "u8) >= 0 || text.StartsWith("lost input channel from "u8) || text.StartsWith("Authentication-Warning: "u8)
        || text.StartsWith("STARTTLS"u8) || text.StartsWith("AUTH"u8) || text.StartsWith("Milter"u8) || text.StartsWith("milter="u8)
        || text.IndexOf(": DSN: "u8) >= 0 || text.StartsWith("clone"u8) || text.StartsWith("possible SMTP attack"u8) || text.StartsWith("done; "u8)
        || text.StartsWith("---"u8) || text.StartsWith("makeconnection"u8) || text.IndexOf("return to sender"u8) >= 0 || text.IndexOf("postmaster notify"u8) >= 0
        || text.StartsWith("discarded"u8) || text.StartsWith("unable to"u8) || text.StartsWith("locked"u8);

    private static void ReadHost(ReadOnlySpan<byte> text, ref LogEvent read)
    {
        ReadOnlySpan<byte> rest = text;
        if (LogFields.TryTakeHost(ref rest, out ReadOnlySpan<byte> name, out IpAddress address, out _))
        {
            read.ClientName = name;
            read.Client = address;
        }
    }

    private static bool TryAddress(ReadOnlySpan<byte> text, out IpAddress address)
    {
        address = default;
        int open = text.LastIndexOf((byte)'[');
        int close = text.LastIndexOf((byte)']');
        return open >= 0 && close > open && IpAddressText.TryParse(text[(open + 1)..close], out address);
    }

    // [days+]hh:mm:ss
    private static long Delay(ReadOnlySpan<byte> text)
    {
        long days = 0;
        if (text.IndexOf((byte)'+') is int plus and > 0)
        {
            days = LogFields.Number(text[..plus]);
            text = text[(plus + 1)..];
        }

        if (text.Length < 8 || text[2] != ':' || text[5] != ':' || days > 10_000)
        {
            return -1;
        }

        int hours = LogText.TwoDigits(text[0], text[1]);
        int minutes = LogText.TwoDigits(text[3], text[4]);
        int seconds = LogText.TwoDigits(text[6], text[7]);
        return hours < 0 || minutes < 0 || seconds < 0 ? -1 : (((((days * 24) + hours) * 60) + minutes) * 60_000) + (seconds * 1_000);
    }
}
