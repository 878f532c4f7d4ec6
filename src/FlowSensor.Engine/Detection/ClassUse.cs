namespace FlowSensor.Engine.Detection;

/// <summary>What rows of a traffic class are looked at for.</summary>
[Flags]
internal enum ClassUse
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>SMTP to a server.</summary>
    MailRequest = 1,

    /// <summary>SMTP of a server.</summary>
    MailResponse = 2,

    /// <summary>DNS to a server.</summary>
    DnsRequest = 4,

    /// <summary>DNS of a server.</summary>
    DnsResponse = 8,

    /// <summary>POP3, IMAP or submission to a server.</summary>
    Login = 16,

    /// <summary>Bare SYN.</summary>
    Syn = 32,

    /// <summary>What may be a connection.</summary>
    Connection = 64,

    /// <summary>Where questions to services that amplify can be.</summary>
    Question = 128,

    /// <summary>Those for which a row is read.</summary>
    Read = MailRequest | MailResponse | DnsRequest | DnsResponse | Login,
}
