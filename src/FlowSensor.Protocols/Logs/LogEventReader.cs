namespace FlowSensor.Protocols.Logs;

/// <summary>Reads the message of a line by its program. Any octets give an event; what is not understood is <see cref="LogEventKind.Unknown"/>.</summary>
public static class LogEventReader
{
    /// <summary>The family a program belongs to. Asked once for each name; names are compared as they stand in the line.</summary>
    public static LogProgram ProgramOf(ReadOnlySpan<byte> name) => name switch
    {
        _ when name.StartsWith("postfix"u8) => LogProgram.Postfix,
        _ when name.StartsWith("sm-"u8) || name.StartsWith("sendmail"u8) => LogProgram.Sendmail,
        _ when name.StartsWith("exim"u8) => LogProgram.Exim,
        _ when name.StartsWith("qmail"u8) => LogProgram.Qmail,
        _ when name.StartsWith("tcpserver"u8) => LogProgram.TcpServer,
        _ when MailboxLine.IsDovecot(name) => LogProgram.Dovecot,
        _ when name.SequenceEqual("popper"u8) || name.SequenceEqual("qpopper"u8) || name.SequenceEqual("in.qpopper"u8) || name.SequenceEqual("in.popper"u8) => LogProgram.Qpopper,
        _ when name.StartsWith("named"u8) => LogProgram.Bind,
        _ when name.StartsWith("unbound"u8) => LogProgram.Unbound,
        _ when name.StartsWith("dnsmasq"u8) => LogProgram.Dnsmasq,
        _ when name.StartsWith("clam"u8) => LogProgram.Clamav,
        _ when name.SequenceEqual("spamd"u8) || name.SequenceEqual("spamlogd"u8) => LogProgram.Spamd,
        _ when name.StartsWith("amavis"u8) => LogProgram.Amavis,
        _ when name.StartsWith("rspamd"u8) => LogProgram.Rspamd,
        _ when name.SequenceEqual("mailscanner"u8) || name.SequenceEqual("MailScanner"u8) => LogProgram.MailScanner,
        _ when name.StartsWith("postgrey"u8) => LogProgram.Postgrey,
        _ => LogProgram.Other,
    };

    /// <summary>Reads a message.</summary>
    /// <param name="program">Family of the program.</param>
    /// <param name="name">Its name as in the line.</param>
    /// <param name="message">The message.</param>
    /// <param name="read">What it says; its spans point into the message.</param>
    public static void Read(LogProgram program, ReadOnlySpan<byte> name, ReadOnlySpan<byte> message, ref LogEvent read)
    {
        read.Begin(LogEventKind.Unknown);
        switch (program)
        {
            case LogProgram.Postfix:
                ReadPostfix(name, message, ref read);
                break;
            case LogProgram.Bind:
                DnsQueryLine.ReadBind(message, ref read);
                break;
            case LogProgram.Dovecot:
                MailboxLine.ReadDovecot(name, message, ref read);
                break;
            case LogProgram.Sendmail:
                SendmailLine.Read(message, ref read);
                break;
            case LogProgram.Exim:
                EximLine.Read(message, ref read);
                break;
            case LogProgram.Qmail:
                QmailLine.ReadSend(message, ref read);
                break;
            case LogProgram.TcpServer:
                QmailLine.ReadServer(message, ref read);
                break;
            case LogProgram.Qpopper:
                MailboxLine.ReadQpopper(message, ref read);
                break;
            case LogProgram.Unbound:
                DnsQueryLine.ReadUnbound(message, ref read);
                break;
            case LogProgram.Dnsmasq:
                DnsQueryLine.ReadDnsmasq(message, ref read);
                break;
            default:
                ReadFilter(program, message, ref read);
                break;
        }
    }

    private static void ReadFilter(LogProgram program, ReadOnlySpan<byte> message, ref LogEvent read)
    {
        switch (program)
        {
            case LogProgram.Clamav:
                ScannerLine.ReadClamav(message, ref read);
                break;
            case LogProgram.Spamd:
                if (!ScannerLine.TryReadSpamAssassin(message, ref read))
                {
                    GreylistLine.ReadOpenBsd(message, ref read);
                }

                break;
            case LogProgram.Amavis:
                ScannerLine.ReadAmavis(message, ref read);
                break;
            case LogProgram.Rspamd:
                ScannerLine.ReadRspamd(message, ref read);
                break;
            case LogProgram.MailScanner:
                ScannerLine.ReadMailScanner(message, ref read);
                break;
            case LogProgram.Postgrey:
                GreylistLine.ReadPostgrey(message, ref read);
                break;
            default:
                break;
        }
    }

    // postfix/smtpd, postfix/submission/smtpd, postfix-in/smtpd: the daemon is behind the last slash, the service between.
    private static void ReadPostfix(ReadOnlySpan<byte> name, ReadOnlySpan<byte> message, ref LogEvent read)
    {
        int slash = name.LastIndexOf((byte)'/');
        ReadOnlySpan<byte> daemon = slash < 0 ? name : name[(slash + 1)..];
        PostfixLine.Read(daemon, message, ref read);
        bool isSubmission = slash > 0 && (name[..slash].IndexOf("/submission"u8) >= 0 || name[..slash].EndsWith("/smtps"u8));
        read.IsSubmission |= isSubmission;
    }
}
