namespace FlowSensor.Protocols.Logs;

/// <summary>Names of programs for lines that name none, because a daemon wrote them into its own file.</summary>
internal static class LogPrograms
{
    /// <summary>The program whose lines need no name in a log of this format; empty for syslog.</summary>
    public static ReadOnlySpan<byte> Of(LogFormat format) => format switch
    {
        LogFormat.Postfix => "postfix"u8,
        LogFormat.Sendmail => "sendmail"u8,
        LogFormat.Exim => "exim"u8,
        LogFormat.Qmail => "qmail"u8,
        LogFormat.Dovecot => "dovecot"u8,
        LogFormat.Bind => "named"u8,
        LogFormat.Unbound => "unbound"u8,
        LogFormat.Dnsmasq => "dnsmasq"u8,
        LogFormat.Clamav => "clamd"u8,
        LogFormat.Spamassassin => "spamd"u8,
        LogFormat.Amavis => "amavis"u8,
        LogFormat.Rspamd => "rspamd"u8,
        LogFormat.Spamd => "spamd"u8,
        LogFormat.Postgrey => "postgrey"u8,
        _ => default,
    };

    /// <summary>The program that writes its own file in such a form; empty when the form belongs to nobody, so that a host or a tag comes next.</summary>
    public static ReadOnlySpan<byte> OfForm(LogStampKind kind, ReadOnlySpan<byte> text)
    {
        switch (kind)
        {
            case LogStampKind.CTime when text.StartsWith("-> "u8):
                return "clamd"u8;
            case LogStampKind.CTime when text is [(byte)'[', ..]:
                return "spamd"u8;
            case LogStampKind.IsoWithSpace when text is [(byte)'#', >= (byte)'0' and <= (byte)'9', ..]:
                return "rspamd"u8;
            case LogStampKind.Tai64N when !SyslogTag.IsAhead(text):
                return "qmail"u8;
            case LogStampKind.Iso or LogStampKind.Bsd or LogStampKind.IsoWithSpace when IsBind(text):
                return "named"u8;
            default:
                return default;
        }
    }

    private static bool IsBind(ReadOnlySpan<byte> text) =>
        text.StartsWith("client @"u8) || text.StartsWith("queries: "u8) || (text.StartsWith("client "u8) && text.IndexOf(": query: "u8) > 0)
        || text.StartsWith("query-errors: "u8);
}
