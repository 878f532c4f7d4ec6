namespace FlowSensor.Engine.Detection;

/// <summary>What an incident is about. A source has at most one open incident of each kind.</summary>
public enum IncidentKind
{
    /// <summary>A host sends mail as spam senders and misused relays do.</summary>
    SmtpSender,

    /// <summary>A mail server is flooded by spam or junk senders.</summary>
    MailServerAttacked,

    /// <summary>A host is the target of connection attempts that are never completed.</summary>
    SynFloodVictim,

    /// <summary>A host sends connection attempts that are never completed to few targets.</summary>
    SynFloodSource,

    /// <summary>A host tries many ports of few hosts.</summary>
    PortScan,

    /// <summary>A host tries few ports of many hosts.</summary>
    HostScan,

    /// <summary>Echo requests in numbers that no measurement needs.</summary>
    PingStorm,

    /// <summary>Large answers of UDP services that somebody else asked for.</summary>
    UdpAmplification,

    /// <summary>A host asks DNS far more than hosts like it, or for mail servers in bursts.</summary>
    DnsAnomaly,

    /// <summary>Data carried in DNS names.</summary>
    DnsTunnel,

    /// <summary>A host asks for many names that do not exist.</summary>
    NxdomainStorm,

    /// <summary>Passwords tried at mailboxes or at mail submission.</summary>
    LoginGuessing,

    /// <summary>A rule of the operator's own.</summary>
    Own,

    /// <summary>A log says something that a person should see: a new message, a silence, too much work.</summary>
    LogFinding,
}
