namespace FlowSensor.Engine.Output.Mail;

/// <summary>How a connection to a mail server is protected.</summary>
public enum MailSecurity
{
    /// <summary>STARTTLS where the server offers it, plain text where it does not; no password is sent in plain text.</summary>
    Opportunistic,

    /// <summary>Plain text, for a server on the same machine.</summary>
    None,

    /// <summary>STARTTLS, or no mail (RFC 3207).</summary>
    Starttls,

    /// <summary>TLS from the first octet (RFC 8314 3.3).</summary>
    Tls,
}
