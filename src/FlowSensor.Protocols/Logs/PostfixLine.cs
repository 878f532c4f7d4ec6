using System.Buffers;
using FlowSensor.Protocols.Smtp;

namespace FlowSensor.Protocols.Logs;

/// <summary>
/// Lines of Postfix's daemons, by the name behind <c>postfix/</c>. The forms are those of Postfix 2.3 to 3.9; what is not among them is
/// unknown, also when its program is.
/// </summary>
internal static class PostfixLine
{
    private static readonly SearchValues<byte> Letters = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>Reads a line of a daemon.</summary>
    /// <param name="daemon">Its name, such as <c>smtpd</c>.</param>
    /// <param name="text">The message.</param>
    /// <param name="read">What it says.</param>
    public static void Read(ReadOnlySpan<byte> daemon, ReadOnlySpan<byte> text, ref LogEvent read)
    {
        if (TryReadSeverity(text, ref read))
        {
            return;
        }

        switch (daemon)
        {
            case [(byte)'s', (byte)'m', (byte)'t', (byte)'p', (byte)'d']:
                PostfixServerLine.Read(text, ref read);
                break;
            case [(byte)'p', (byte)'o', (byte)'s', (byte)'t', (byte)'s', (byte)'c', ..]:
                PostscreenLine.Read(text, ref read);
                break;
            default:
                ReadOther(daemon, text, ref read);
                break;
        }
    }

    /// <summary>Takes the queue id and its colon off the front: hexadecimal, or base 52 of long ids.</summary>
    public static bool TryTakeQueueId(scoped ref ReadOnlySpan<byte> text, out ReadOnlySpan<byte> id)
    {
        id = default;
        int end = text[..Math.Min(text.Length, 24)].IndexOf((byte)':');
        if (end < 5 || end + 1 >= text.Length || text[end + 1] != ' ')
        {
            return false;
        }

        // A word is no id: ids hold a digit, but for short ones made of A to F alone.
        ReadOnlySpan<byte> name = text[..end];
        if (name.ContainsAnyExcept(Letters) || (!name.ContainsAnyInRange((byte)'0', (byte)'9') && name.ContainsAnyExceptInRange((byte)'A', (byte)'F')))
        {
            return false;
        }

        id = text[..end];
        text = text[(end + 2)..];
        return true;
    }

    // warning: says what was odd, fatal: and panic: end the process (postlog(1)); a failed password is a warning too.
    private static bool TryReadSeverity(ReadOnlySpan<byte> text, ref LogEvent read)
    {
        if (LogText.TryTake(ref text, "warning: "u8))
        {
            int failed = text.IndexOf("SASL "u8);
            read.Begin(LogEventKind.Routine);
            if (failed > 0 && text[failed..].IndexOf(" authentication failed"u8) > 0 && LogFields.TryTakeHost(ref text, out ReadOnlySpan<byte> name, out Addressing.IpAddress client, out _))
            {
                read.Action = "authentication failed"u8;
                read.ClientName = name;
                read.Client = client;
                read.Name = LogFields.Value(text, "sasl_username="u8);
            }

            read.Text = text;
            return true;
        }

        if (text is [(byte)'f' or (byte)'p' or (byte)'e', ..]
            && (LogText.TryTake(ref text, "fatal: "u8) || LogText.TryTake(ref text, "panic: "u8) || LogText.TryTake(ref text, "error: "u8)))
        {
            read.Begin(LogEventKind.Trouble);
            read.Text = text;
            return true;
        }

        return false;
    }

    private static void ReadOther(ReadOnlySpan<byte> daemon, ReadOnlySpan<byte> text, ref LogEvent read)
    {
        ReadOnlySpan<byte> rest = text;
        if (TryTakeQueueId(ref rest, out ReadOnlySpan<byte> id))
        {
            if (PostfixQueueLine.TryRead(daemon, rest, ref read))
            {
                read.QueueId = id;
            }
        }
        else if (PostfixQueueLine.IsRoutine(daemon, text))
        {
            read.Begin(LogEventKind.Routine);
            read.Text = text;
            PostfixQueueLine.ReadClient(text, ref read);
        }
    }

    /// <summary>Reads <c>code enhanced text; from=&lt;&gt; to=&lt;&gt; proto= helo=&lt;&gt;</c>, the reply that refused something, and classifies it.</summary>
    public static void ReadReply(ReadOnlySpan<byte> text, ref LogEvent read)
    {
        int fields = text.LastIndexOf("; from=<"u8);
        if (fields >= 0)
        {
            ReadEnvelope(text[(fields + 2)..], ref read);
            text = text[..fields];
        }

        if (LogText.TryTakeNumber(ref text, out long code) && code is >= 200 and < 600)
        {
            read.Code = (int)code;
            text = text.TrimStart((byte)' ');
            if (EnhancedStatusCode.TryRead(text, out EnhancedStatusCode enhanced))
            {
                read.Enhanced = enhanced;
                int end = text.IndexOf((byte)' ');
                text = end < 0 ? default : text[(end + 1)..];
            }
        }

        read.Text = text;
        SmtpRejectClass why = SmtpRejectClassifier.Classify(read.Code, read.Enhanced, text);
        read.RejectClass = why == SmtpRejectClass.None ? SmtpRejectClass.Other : why;
    }

    private static void ReadEnvelope(ReadOnlySpan<byte> text, ref LogEvent read)
    {
        read.Sender = LogFields.Value(text, "from="u8, (byte)' ');
        read.Recipient = LogFields.Value(text, "to="u8, (byte)' ');
        read.Protocol = LogFields.Value(text, "proto="u8, (byte)' ').TrimEnd((byte)',');
        read.Helo = LogFields.Value(text, "helo="u8, (byte)' ');
    }
}
