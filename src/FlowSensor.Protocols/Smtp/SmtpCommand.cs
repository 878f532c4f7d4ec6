namespace FlowSensor.Protocols.Smtp;

/// <summary>Commands that are counted by name (RFC 5321 4.1, and the extensions named).</summary>
public enum SmtpCommand : byte
{
    /// <summary>No command: the greeting, or a reply nobody asked for.</summary>
    None,

    /// <summary>A verb not listed here, or no verb at all.</summary>
    Other,
    Helo,
    Ehlo,

    /// <summary>LMTP's EHLO (RFC 2033).</summary>
    Lhlo,
    Mail,
    Rcpt,
    Data,

    /// <summary>A chunk of message (RFC 3030).</summary>
    Bdat,
    Rset,
    Noop,
    Vrfy,
    Expn,
    Help,
    Quit,

    /// <summary>RFC 4954.</summary>
    Auth,

    /// <summary>RFC 3207.</summary>
    StartTls,
    Etrn,

    /// <summary>Not a verb: the line of a dot that ends DATA's message, as the thing its reply answers.</summary>
    EndOfMessage,
}
