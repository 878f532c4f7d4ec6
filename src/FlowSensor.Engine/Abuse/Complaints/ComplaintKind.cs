namespace FlowSensor.Engine.Abuse.Complaints;

/// <summary>The form in which a message came.</summary>
public enum ComplaintKind
{
    /// <summary>Not a message that could be read.</summary>
    Unreadable,

    /// <summary>Text in which a person or a program names addresses.</summary>
    Plain,

    /// <summary>Feedback report (RFC 5965), as mailbox providers send through their feedback loops.</summary>
    Arf,

    /// <summary>XARF 4, in JSON.</summary>
    Xarf4,

    /// <summary>XARF 3, in JSON.</summary>
    Xarf3,

    /// <summary>X-ARF 0.1 or 0.2, in YAML.</summary>
    Xarf02,

    /// <summary>A report of SpamCop.</summary>
    Spamcop,

    /// <summary>A mail of fail2ban.</summary>
    Fail2ban,

    /// <summary>A forwarded piece of spam.</summary>
    SpamSample,

    /// <summary>Rows of addresses in an attached table, as CERTs send.</summary>
    Table,

    /// <summary>Authentication failure report (RFC 6591): about a name, not about a host of ours.</summary>
    AuthenticationFailure,

    /// <summary>DMARC aggregate report (RFC 7489): no complaint.</summary>
    DmarcAggregate,

    /// <summary>SMTP TLS report (RFC 8460): no complaint.</summary>
    TlsReport,

    /// <summary>A message that could not be delivered (RFC 3464): no complaint.</summary>
    Bounce,

    /// <summary>An automatic answer (RFC 3834): no complaint.</summary>
    AutomaticAnswer,
}
