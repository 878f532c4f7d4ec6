namespace FlowSensor.Protocols.Logs;

/// <summary>What writes a log. Lines that name their program need no telling; the others are taken to be of the one named here.</summary>
public enum LogFormat : byte
{
    /// <summary>Told from each line.</summary>
    Auto,

    /// <summary>Syslog files and datagrams: BSD (RFC 3164), RFC 5424, ISO 8601 stamps.</summary>
    Syslog,

    /// <summary>The journal's export as JSON lines (<c>journalctl -o json</c>).</summary>
    Journal,

    /// <summary>Postfix.</summary>
    Postfix,

    /// <summary>sendmail.</summary>
    Sendmail,

    /// <summary>exim's main log.</summary>
    Exim,

    /// <summary>qmail and qpopper, also with TAI64N stamps of multilog.</summary>
    Qmail,

    /// <summary>Dovecot, by syslog or in its own file.</summary>
    Dovecot,

    /// <summary>BIND's query log, by syslog or in its own file.</summary>
    Bind,

    /// <summary>unbound.</summary>
    Unbound,

    /// <summary>dnsmasq.</summary>
    Dnsmasq,

    /// <summary>ClamAV's daemon and milter.</summary>
    Clamav,

    /// <summary>SpamAssassin's spamd.</summary>
    Spamassassin,

    /// <summary>amavis.</summary>
    Amavis,

    /// <summary>rspamd.</summary>
    Rspamd,

    /// <summary>OpenBSD's spamd.</summary>
    Spamd,

    /// <summary>postgrey.</summary>
    Postgrey,
}
