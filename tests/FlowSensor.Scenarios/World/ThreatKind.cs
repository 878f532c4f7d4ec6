namespace FlowSensor.Scenarios.World;

/// <summary>What a label says a host does, or has done to it.</summary>
internal enum ThreatKind
{
    /// <summary>Sends spam: a bot, or a mail server that is misused.</summary>
    SmtpSender,

    /// <summary>A mail server that many senders flood with junk.</summary>
    MailAttack,

    /// <summary>Sends a flood of SYNs, or receives one.</summary>
    SynFlood,

    /// <summary>Looks for one port on many hosts.</summary>
    HostScan,

    /// <summary>Looks for many ports on one host.</summary>
    PortScan,

    /// <summary>Sends a flood of echo requests.</summary>
    PingStorm,

    /// <summary>Moves data in DNS names.</summary>
    DnsTunnel,

    /// <summary>Asks for very many names that do not exist.</summary>
    NxdomainStorm,

    /// <summary>Answers small forged requests with large answers.</summary>
    Reflector,

    /// <summary>Receives the answers that reflectors send.</summary>
    AmplificationVictim,

    /// <summary>Tries passwords.</summary>
    LoginGuessing,
}
