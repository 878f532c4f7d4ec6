namespace FlowSensor.Protocols.Logs;

/// <summary>Families of programs whose lines are understood.</summary>
public enum LogProgram : byte
{
    /// <summary>None of them.</summary>
    Other,

    /// <summary>Postfix, any daemon.</summary>
    Postfix,

    /// <summary>sendmail, also as sm-mta and sm-msp-queue.</summary>
    Sendmail,

    /// <summary>exim.</summary>
    Exim,

    /// <summary>qmail-send.</summary>
    Qmail,

    /// <summary>tcpserver.</summary>
    TcpServer,

    /// <summary>Dovecot, any process.</summary>
    Dovecot,

    /// <summary>qpopper.</summary>
    Qpopper,

    /// <summary>BIND.</summary>
    Bind,

    /// <summary>unbound.</summary>
    Unbound,

    /// <summary>dnsmasq.</summary>
    Dnsmasq,

    /// <summary>ClamAV's daemon and milter.</summary>
    Clamav,

    /// <summary>Either program called spamd: SpamAssassin's, or OpenBSD's.</summary>
    Spamd,

    /// <summary>amavis.</summary>
    Amavis,

    /// <summary>rspamd.</summary>
    Rspamd,

    /// <summary>MailScanner.</summary>
    MailScanner,

    /// <summary>postgrey.</summary>
    Postgrey,
}
