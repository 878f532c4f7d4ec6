using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Protocols.Logs;

/// <summary>Lines of greylisters: postgrey, and OpenBSD's spamd with its black and white lists.</summary>
internal static class GreylistLine
{
    /// <summary>Reads a line of postgrey: <c>action=greylist, reason=new, client_name=.., client_address=.., sender=.., recipient=..</c>.</summary>
    public static void ReadPostgrey(ReadOnlySpan<byte> text, ref LogEvent read)
    {
        int start = text.IndexOf("action="u8);
        if (start < 0)
        {
            read.Begin(LogEventKind.Routine);
            read.Text = text;
            return;
        }

        ReadOnlySpan<byte> fields = text[start..];
        ReadOnlySpan<byte> reason = LogFields.Value(fields, "reason="u8);
        bool isPassed = fields.StartsWith("action=pass"u8);
        read.Begin(isPassed
            ? reason.SequenceEqual("triplet found"u8) ? LogEventKind.GreyPassed : LogEventKind.Routine
            : reason.StartsWith("early-retry"u8) ? LogEventKind.GreyEarly : LogEventKind.GreyNew);
        read.Action = LogFields.Value(fields, "action="u8);
        read.Text = reason;
        long delay = LogFields.Number(LogFields.Value(fields, "delay="u8), -1);
        read.DelayMs = delay is >= 0 and < 1_000_000_000 ? delay * 1_000 : -1;
        read.ClientName = LogFields.Value(fields, "client_name="u8);
        IpAddressText.TryParse(LogFields.Value(fields, "client_address="u8), out IpAddress client);
        read.Client = client;
        read.Sender = LogFields.Value(fields, "sender="u8);
        read.Recipient = LogFields.Value(fields, "recipient="u8);
    }

    /// <summary>
    /// Reads a line of OpenBSD's spamd(8): <c>address: connected (n/m), lists: ..</c>, <c>(GREY) address: &lt;from&gt; -&gt; &lt;to&gt;</c>,
    /// <c>(BLACK) ..</c>, <c>whitelisting address in ..</c>, <c>address: disconnected after n seconds.</c>
    /// </summary>
    public static void ReadOpenBsd(ReadOnlySpan<byte> text, ref LogEvent read)
    {
        ReadOnlySpan<byte> rest = text;
        bool grey = LogText.TryTake(ref rest, "(GREY) "u8);
        if (grey || LogText.TryTake(ref rest, "(BLACK) "u8))
        {
            ReadTuple(grey ? LogEventKind.GreyNew : LogEventKind.Blacklisted, grey ? "GREY"u8 : "BLACK"u8, rest, ref read);
        }
        else if (LogText.TryTake(ref rest, "whitelisting "u8))
        {
            read.Begin(LogEventKind.GreyPassed);
            read.Action = "WHITE"u8;
            IpAddressText.TryParse(LogText.TakeWord(ref rest), out IpAddress client);
            read.Client = client;
        }
        else if (LogText.TryTakeUntil(ref rest, ": "u8, out ReadOnlySpan<byte> address) && IpAddressText.TryParse(address, out IpAddress client))
        {
            read.Begin(rest.StartsWith("connected "u8) ? LogEventKind.ScreenedConnect : LogEventKind.Routine);
            read.Client = client;
            int lists = rest.IndexOf("lists: "u8);
            read.Name = lists < 0 ? default : rest[(lists + 7)..];
            read.Text = rest;
            if (rest.StartsWith("disconnected after "u8))
            {
                read.Kind = LogEventKind.Disconnect;
                long seconds = LogFields.Number(rest[19..], -1);
                read.DelayMs = seconds is >= 0 and < 1_000_000_000 ? seconds * 1_000 : -1;
            }
        }
        else if (text.StartsWith("listening for "u8) || text.StartsWith("new "u8) || text.StartsWith("Trapping "u8) || text.StartsWith("queueing deletion"u8)
            || text.StartsWith("deleting "u8) || text.StartsWith("got "u8) || text.StartsWith("removed "u8))
        {
            read.Begin(LogEventKind.Routine);
            read.Text = text;
        }
    }

    private static void ReadTuple(LogEventKind kind, ReadOnlySpan<byte> action, ReadOnlySpan<byte> text, ref LogEvent read)
    {
        if (!LogText.TryTakeUntil(ref text, ": "u8, out ReadOnlySpan<byte> address))
        {
            return;
        }

        read.Begin(kind);
        read.Action = action;
        IpAddressText.TryParse(address, out IpAddress client);
        read.Client = client;
        int arrow = text.IndexOf(" -> "u8);
        read.Sender = LogFields.Bare(arrow < 0 ? text : text[..arrow], (byte)' ');
        read.Recipient = arrow < 0 ? default : LogFields.Bare(text[(arrow + 4)..], (byte)' ');
    }
}
