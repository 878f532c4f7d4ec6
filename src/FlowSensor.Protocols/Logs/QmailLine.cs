using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Protocols.Logs;

/// <summary>Lines of qmail-send and tcpserver, by splogger or multilog.</summary>
internal static class QmailLine
{
    /// <summary>Reads a line of qmail-send; splogger puts seconds in front.</summary>
    public static void ReadSend(ReadOnlySpan<byte> text, ref LogEvent read)
    {
        ReadOnlySpan<byte> rest = text;
        if (LogText.TryTakeNumber(ref rest, out _))
        {
            LogText.TakeFraction(ref rest);
            text = rest.TrimStart((byte)' ');
        }

        rest = text;
        if (LogText.TryTake(ref rest, "info msg "u8))
        {
            ReadInfo(rest, ref read);
        }
        else if (LogText.TryTake(ref rest, "delivery "u8) && LogText.TryTakeUntil(ref rest, ": "u8, out ReadOnlySpan<byte> delivery))
        {
            ReadDelivery(delivery, rest, ref read);
        }
        else if (LogText.TryTake(ref rest, "starting delivery "u8))
        {
            read.Begin(LogEventKind.Routine);
            read.QueueId = LogFields.Value(rest, "msg "u8, (byte)' ');
            int to = rest.LastIndexOf((byte)' ');
            read.Recipient = rest[(to + 1)..];
            read.IsRemote = rest.IndexOf(" to remote "u8) >= 0;
        }
        else if (LogText.TryTake(ref rest, "end msg "u8))
        {
            read.Begin(LogEventKind.Removed);
            read.QueueId = rest;
        }
        else if (text.StartsWith("new msg "u8) || text.StartsWith("status: "u8) || text.StartsWith("bounce msg "u8) || text.StartsWith("triple bounce"u8) || text.StartsWith("double bounce"u8))
        {
            read.Begin(LogEventKind.Routine);
            read.Text = text;
        }
        else if (text.StartsWith("warning: "u8) || text.StartsWith("alert: "u8))
        {
            read.Begin(LogEventKind.Trouble);
            read.Text = text;
        }
        else
        {
            ReadServer(text, ref read);
        }
    }

    /// <summary>Reads a line of tcpserver: <c>ok pid name:address:port client:address::port</c>.</summary>
    public static void ReadServer(ReadOnlySpan<byte> text, ref LogEvent read)
    {
        ReadOnlySpan<byte> rest = text;
        LogText.TryTake(ref rest, "tcpserver: "u8);
        bool ok = LogText.TryTake(ref rest, "ok "u8);
        if (ok || LogText.TryTake(ref rest, "deny "u8))
        {
            LogText.TakeWord(ref rest);
            ReadOnlySpan<byte> server = LogText.TakeWord(ref rest);
            ReadOnlySpan<byte> client = LogText.TakeWord(ref rest);
            read.Begin(LogEventKind.Routine);
            int port = ReadEnd(server, ref read, isServer: true);
            ReadEnd(client, ref read, isServer: false);
            read.Kind = port switch
            {
                25 or 465 or 587 => ok ? LogEventKind.Connect : LogEventKind.Routine,
                _ => LogEventKind.Routine,
            };
            read.IsSubmission = port is 465 or 587;
        }
        else if (rest.StartsWith("pid "u8) || rest.StartsWith("end "u8) || rest.StartsWith("status: "u8))
        {
            read.Begin(LogEventKind.Routine);
            read.Text = rest;
        }
    }

    // name:address:port, the client's with a user between the last two; addresses here are IPv4, or IPv6 without colons of their own before.
    private static int ReadEnd(ReadOnlySpan<byte> text, ref LogEvent read, bool isServer)
    {
        int last = text.LastIndexOf((byte)':');
        if (last < 0)
        {
            return 0;
        }

        int port = (int)Math.Min(LogFields.Number(text[(last + 1)..]), ushort.MaxValue);
        ReadOnlySpan<byte> rest = text[..last];
        if (!isServer)
        {
            int user = rest.LastIndexOf((byte)':');
            rest = user < 0 ? rest : rest[..user];
        }

        int first = rest.IndexOf((byte)':');
        if (!IpAddressText.TryParse(rest[(first + 1)..], out IpAddress address))
        {
            return port;
        }

        if (isServer)
        {
            read.Server = address;
        }
        else
        {
            read.ClientName = first < 0 ? default : rest[..first];
            read.Client = address;
            read.ClientPort = port;
        }

        return port;
    }

    // 123: bytes 2343 from <sender> qp 18695 uid 49491
    private static void ReadInfo(ReadOnlySpan<byte> text, ref LogEvent read)
    {
        if (!LogText.TryTakeUntil(ref text, ": "u8, out ReadOnlySpan<byte> id))
        {
            return;
        }

        read.Begin(LogEventKind.Accepted);
        read.QueueId = id;
        read.Size = LogText.TryTake(ref text, "bytes "u8) ? LogFields.Number(text) : 0;
        int from = text.IndexOf("from "u8);
        read.Sender = from < 0 ? default : LogFields.Bare(text[(from + 5)..], (byte)' ');
        read.Recipients = 1;
        read.IsRemote = true;
    }

    // 3: success: 192.0.2.1_accepted_message./Remote_host_said:_250_OK/
    private static void ReadDelivery(ReadOnlySpan<byte> delivery, ReadOnlySpan<byte> text, ref LogEvent read)
    {
        if (!LogText.TryTakeUntil(ref text, ": "u8, out ReadOnlySpan<byte> outcome))
        {
            return;
        }

        read.Begin(outcome switch
        {
            _ when outcome.SequenceEqual("success"u8) => LogEventKind.Sent,
            _ when outcome.SequenceEqual("deferral"u8) => LogEventKind.Deferred,
            _ when outcome.SequenceEqual("failure"u8) => LogEventKind.Bounced,
            _ => LogEventKind.Routine,
        });
        read.Action = outcome;
        read.Name = delivery;
        read.Text = text;
        int end = text.IndexOf((byte)'_');
        if (end > 0 && IpAddressText.TryParse(text[..end], out IpAddress address))
        {
            read.RelayAddress = address;
            read.IsRemote = true;
        }
    }
}
