using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Protocols.Logs;

/// <summary>Lines of what opens mailboxes: Dovecot, qpopper, and Courier's servers.</summary>
internal static class MailboxLine
{
    /// <summary>Reads a line of Dovecot.</summary>
    /// <param name="program">Name from the line: <c>dovecot</c> by syslog, the process in Dovecot's own file.</param>
    /// <param name="text">The message.</param>
    /// <param name="read">What it says.</param>
    public static void ReadDovecot(ReadOnlySpan<byte> program, ReadOnlySpan<byte> text, ref LogEvent read)
    {
        ReadOnlySpan<byte> rest = text;
        ReadOnlySpan<byte> process = program;
        if (program.SequenceEqual("dovecot"u8))
        {
            int end = rest.IndexOf(": "u8);
            if (end < 0)
            {
                return;
            }

            process = rest[..end];
            rest = rest[(end + 2)..];
            if (process.IndexOfAny("([<"u8) is int mark and > 0)
            {
                process = process[..mark];
            }
        }

        bool isTrouble = LogText.TryTake(ref rest, "Error: "u8) || LogText.TryTake(ref rest, "Fatal: "u8) || LogText.TryTake(ref rest, "Panic: "u8);
        if (isTrouble)
        {
            read.Begin(LogEventKind.Trouble);
            read.Text = rest;
            return;
        }

        _ = LogText.TryTake(ref rest, "Info: "u8) || LogText.TryTake(ref rest, "Warning: "u8) || LogText.TryTake(ref rest, "Debug: "u8);
        if (process.EndsWith("-login"u8))
        {
            ReadDovecotLogin(process.StartsWith("pop3"u8), rest, ref read);
        }
        else if (process.StartsWith("auth"u8))
        {
            ReadDovecotAuth(rest, ref read);
        }
        else if (IsDovecot(process))
        {
            read.Begin(LogEventKind.Routine);
            read.Text = rest;
        }
    }

    /// <summary>True for the name of one of Dovecot's processes.</summary>
    public static bool IsDovecot(ReadOnlySpan<byte> process) => process switch
    {
        _ when process.SequenceEqual("dovecot"u8) || process.SequenceEqual("imap-login"u8) || process.SequenceEqual("pop3-login"u8) => true,
        _ when process.SequenceEqual("imap"u8) || process.SequenceEqual("pop3"u8) || process.SequenceEqual("auth"u8) || process.SequenceEqual("auth-worker"u8) => true,
        _ when process.SequenceEqual("master"u8) || process.SequenceEqual("lda"u8) || process.SequenceEqual("lmtp"u8) || process.SequenceEqual("anvil"u8) => true,
        _ when process.SequenceEqual("log"u8) || process.SequenceEqual("config"u8) || process.SequenceEqual("stats"u8) || process.SequenceEqual("indexer-worker"u8) => true,
        _ when process.SequenceEqual("ssl-params"u8) || process.SequenceEqual("managesieve-login"u8) || process.SequenceEqual("submission-login"u8) => true,
        _ => false,
    };

    /// <summary>Reads a line of qpopper.</summary>
    public static void ReadQpopper(ReadOnlySpan<byte> text, ref LogEvent read)
    {
        int login = text.IndexOf("POP login by user \""u8);
        int failed = text.IndexOf("Failed attempted login to "u8);
        if (login >= 0)
        {
            ReadOnlySpan<byte> rest = text[(login + 19)..];
            read.Begin(LogEventKind.Login);
            read.IsPop3 = true;
            read.Name = Until(rest, (byte)'"');
            ReadPeer(rest, ref read);
        }
        else if (failed >= 0 || (text.IndexOf("-ERR"u8) >= 0 && text.IndexOf("assword"u8) >= 0))
        {
            read.Begin(LogEventKind.LoginFailed);
            read.IsPop3 = true;
            read.Name = failed >= 0 ? Until(text[(failed + 26)..], (byte)' ') : default;
            ReadPeer(text, ref read);
        }
        else if (text.StartsWith("Stats: "u8) || text.IndexOf("Stats: "u8) >= 0 || text.StartsWith("Timing for "u8) || text.IndexOf("EOF"u8) >= 0 || text.IndexOf("I/O Error"u8) >= 0
            || text.StartsWith("(v"u8) || text.StartsWith("connect from "u8))
        {
            read.Begin(LogEventKind.Routine);
            read.Text = text;
        }
    }

    // Login: user=<u>, method=M, rip=a, lip=b, mpid=n, TLS, session=<s> - or Disconnected: ... (auth failed, n attempts in m secs): ...
    private static void ReadDovecotLogin(bool isPop3, ReadOnlySpan<byte> text, ref LogEvent read)
    {
        ReadOnlySpan<byte> rest = text;
        bool isLogin = LogText.TryTake(ref rest, "Login: "u8);
        read.Begin(isLogin ? LogEventKind.Login : LogEventKind.Routine);
        read.IsPop3 = isPop3;
        int fields = isLogin ? 0 : text.LastIndexOf("user=<"u8);
        if (fields >= 0)
        {
            rest = isLogin ? rest : text[fields..];
            read.Name = LogFields.Value(rest, "user="u8);
            IpAddressText.TryParse(LogFields.Value(rest, "rip="u8), out IpAddress client);
            IpAddressText.TryParse(LogFields.Value(rest, "lip="u8), out IpAddress server);
            read.Client = client;
            read.Server = server;
        }

        if (isLogin)
        {
            return;
        }

        int failed = text.IndexOf("(auth failed, "u8);
        if (failed >= 0)
        {
            read.Kind = LogEventKind.LoginsFailed;
            read.Count = Math.Max(1, LogFields.Number(text[(failed + 14)..], 1));
        }

        read.Text = text;
    }

    // passwd-file(user,address,<session>): Password mismatch - for each refused password, when auth_verbose is set.
    private static void ReadDovecotAuth(ReadOnlySpan<byte> text, ref LogEvent read)
    {
        bool failed = text.IndexOf("): Password mismatch"u8) > 0 || text.IndexOf("): unknown user"u8) > 0 || text.IndexOf("): Unknown user"u8) > 0
            || text.IndexOf("): password mismatch"u8) > 0 || text.IndexOf("): Authentication failure"u8) > 0;
        read.Begin(failed ? LogEventKind.LoginFailed : LogEventKind.Routine);
        read.Text = text;
        int open = text.IndexOf((byte)'(');
        if (!failed || open < 0)
        {
            return;
        }

        ReadOnlySpan<byte> rest = text[(open + 1)..];
        if (LogText.TryTakeUntil(ref rest, ","u8, out ReadOnlySpan<byte> user))
        {
            read.Name = user;
            int end = rest.IndexOfAny(",)"u8);
            IpAddressText.TryParse(end < 0 ? rest : rest[..end], out IpAddress client);
            read.Client = client;
        }
    }

    private static ReadOnlySpan<byte> Until(ReadOnlySpan<byte> text, byte mark) => text.IndexOf(mark) is int end and >= 0 ? text[..end] : text;

    // at (host.example.com) 192.0.2.1
    private static void ReadPeer(ReadOnlySpan<byte> text, ref LogEvent read)
    {
        int open = text.IndexOf((byte)'(');
        int close = open < 0 ? -1 : text[open..].IndexOf((byte)')');
        if (close < 0)
        {
            return;
        }

        read.ClientName = text.Slice(open + 1, close - 1);
        text = text[(open + close + 1)..];
        if (IpAddressText.TryParse(LogText.TakeWord(ref text), out IpAddress client))
        {
            read.Client = client;
        }
    }
}
