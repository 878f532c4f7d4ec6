using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Dns;

namespace FlowSensor.Protocols.Logs;

/// <summary>Query lines of resolvers: BIND's old and new form, unbound, dnsmasq.</summary>
internal static class DnsQueryLine
{
    /// <summary>
    /// Reads a line of BIND. All forms since version 8 hold <c>client [@0x...] address#port [(name)]: [view v: ]query: name CLASS TYPE flags</c>.
    /// </summary>
    public static void ReadBind(ReadOnlySpan<byte> text, ref LogEvent read)
    {
        ReadOnlySpan<byte> rest = text;
        if (!rest.StartsWith("client "u8) && !TrySkipCategory(ref rest))
        {
            ReadBindOther(text, ref read);
            return;
        }

        rest = rest[7..];
        if (rest is [(byte)'@', ..])
        {
            LogText.TakeWord(ref rest);
        }

        int hash = rest.IndexOf((byte)'#');
        if (hash < 0 || !IpAddressText.TryParse(rest[..hash], out IpAddress client))
        {
            return;
        }

        rest = rest[(hash + 1)..];
        LogText.TryTakeNumber(ref rest, out long port);
        int query = rest.IndexOf(": query: "u8);
        if (query < 0)
        {
            read.Begin(LogEventKind.Routine);
            read.Client = client;
            read.ClientPort = (int)Math.Min(port, ushort.MaxValue);
            read.Text = rest;
            return;
        }

        read.Begin(LogEventKind.Query);
        read.Client = client;
        read.ClientPort = (int)Math.Min(port, ushort.MaxValue);
        int view = rest[..query].LastIndexOf(": view "u8);
        read.ClientName = view < 0 ? default : rest[(view + 7)..query];
        rest = rest[(query + 9)..];
        ReadQuestion(ref rest, ref read);

        // + recursion desired, S signed, E(n) EDNS, T over TCP, D DNSSEC, C checking disabled, V, K: cookies.
        ReadOnlySpan<byte> flags = LogText.TakeWord(ref rest);
        read.Text = flags;
        if (flags is [(byte)'+' or (byte)'-', ..])
        {
            read.IsTcp = flags.Contains((byte)'T');
            read.Score = flags.Contains((byte)'E') ? 1 : 0;
        }

        if (rest is [(byte)'(', ..])
        {
            int close = rest.IndexOf((byte)')');
            IpAddressText.TryParse(close < 0 ? default : rest[1..close], out IpAddress server);
            read.Server = server;
        }
    }

    /// <summary>Reads a line of unbound: <c>info: address name TYPE CLASS</c>, with the answer behind it when replies are logged.</summary>
    public static void ReadUnbound(ReadOnlySpan<byte> text, ref LogEvent read)
    {
        ReadOnlySpan<byte> rest = text;
        if (rest is [(byte)'[', ..] && LogText.TryTakeUntil(ref rest, "] "u8, out _))
        {
            text = rest;
        }

        bool isLevel = LogText.TryTake(ref rest, "info: "u8) || LogText.TryTake(ref rest, "query: "u8) || LogText.TryTake(ref rest, "reply: "u8);
        if (isLevel)
        {
            _ = LogText.TryTake(ref rest, "query: "u8) || LogText.TryTake(ref rest, "reply: "u8);
            ReadOnlySpan<byte> fields = rest;
            if (IpAddressText.TryParse(LogText.TakeWord(ref fields), out IpAddress client))
            {
                read.Begin(LogEventKind.Query);
                read.Client = client;
                read.Name = LogText.TakeWord(ref fields);
                read.DnsType = TypeOf(LogText.TakeWord(ref fields));
                LogText.TakeWord(ref fields);
                read.Text = LogText.TakeWord(ref fields);
                read.Kind = read.Text.IsEmpty ? LogEventKind.Query : LogEventKind.Answer;
                return;
            }

            read.Begin(LogEventKind.Routine);
            read.Text = rest;
        }
        else if (text.StartsWith("error: "u8) || text.StartsWith("fatal error: "u8))
        {
            read.Begin(LogEventKind.Trouble);
            read.Text = text;
        }
        else if (text.StartsWith("notice: "u8) || text.StartsWith("warning: "u8) || text.StartsWith("debug: "u8))
        {
            read.Begin(LogEventKind.Routine);
            read.Text = text;
        }
    }

    /// <summary>Reads a line of dnsmasq: <c>query[TYPE] name from address</c>, with a serial and the client in front when so configured.</summary>
    public static void ReadDnsmasq(ReadOnlySpan<byte> text, ref LogEvent read)
    {
        ReadOnlySpan<byte> rest = text;
        if (LogText.TryTakeNumber(ref rest, out _))
        {
            rest = rest.TrimStart((byte)' ');
            LogText.TakeWord(ref rest);
        }

        int open = rest.IndexOf((byte)'[');
        if (rest.StartsWith("query["u8) && rest.IndexOf((byte)']') is int close and > 0)
        {
            ReadOnlySpan<byte> type = rest[(open + 1)..close];
            rest = rest[(close + 1)..].TrimStart((byte)' ');
            int from = rest.LastIndexOf(" from "u8);
            read.Begin(LogEventKind.Query);
            read.DnsType = TypeOf(type);
            read.Name = from < 0 ? rest : rest[..from];
            IpAddressText.TryParse(from < 0 ? default : rest[(from + 6)..], out IpAddress client);
            read.Client = client;
        }
        else if (IsDnsmasqRoutine(rest))
        {
            read.Begin(LogEventKind.Routine);
            read.Text = rest;
        }
    }

    private static bool IsDnsmasqRoutine(ReadOnlySpan<byte> text) =>
        text.StartsWith("forwarded "u8) || text.StartsWith("reply "u8) || text.StartsWith("cached "u8) || text.StartsWith("config "u8) || text.StartsWith("DHCP "u8)
        || text.StartsWith("/"u8) || text.StartsWith("started"u8) || text.StartsWith("compile time"u8) || text.StartsWith("reading "u8) || text.StartsWith("using "u8)
        || text.StartsWith("read "u8) || text.StartsWith("dnssec"u8) || text.StartsWith("validation "u8) || text.StartsWith("nameserver "u8) || text.StartsWith("exiting "u8)
        || text.StartsWith("auth["u8) || text.StartsWith("cache size"u8) || text.StartsWith("queries "u8) || text.StartsWith("server "u8) || text.StartsWith("special "u8);

    // queries: info: client ... (print-category, print-severity); named: by default neither.
    private static bool TrySkipCategory(scoped ref ReadOnlySpan<byte> text)
    {
        int client = text[..Math.Min(text.Length, 48)].IndexOf(": client "u8);
        if (client < 0)
        {
            return false;
        }

        text = text[(client + 2)..];
        return true;
    }

    private static void ReadBindOther(ReadOnlySpan<byte> text, ref LogEvent read)
    {
        bool isTrouble = text.StartsWith("critical: "u8) || text.IndexOf(": critical: "u8) >= 0 || text.StartsWith("exiting (due to fatal error)"u8);
        read.Begin(isTrouble ? LogEventKind.Trouble : LogEventKind.Routine);
        read.Text = text;
    }

    private static void ReadQuestion(scoped ref ReadOnlySpan<byte> text, ref LogEvent read)
    {
        read.Name = LogText.TakeWord(ref text);
        read.Protocol = LogText.TakeWord(ref text);
        ReadOnlySpan<byte> type = LogText.TakeWord(ref text);
        read.Action = type;
        read.DnsType = TypeOf(type);
    }

    private static ushort TypeOf(ReadOnlySpan<byte> mnemonic) => DnsTypes.TryParse(mnemonic, out ushort type) ? type : (ushort)0;
}
