namespace FlowSensor.Scenarios.Talks;

/// <summary>How an attempt to hand over a message ends.</summary>
internal enum MailOutcome
{
    /// <summary>Accepted.</summary>
    Delivered,

    /// <summary>The recipient does not exist (550 5.1.1).</summary>
    UnknownUser,

    /// <summary>The server does not relay (554 5.7.1).</summary>
    RelayDenied,

    /// <summary>Come back later (450 4.2.0).</summary>
    Greylisted,

    /// <summary>The client's address is on a block list: refused at the recipient (554 5.7.1) or in the greeting.</summary>
    Blocked,

    /// <summary>The message was read and refused (550 5.7.1).</summary>
    Content,

    /// <summary>Nobody answers.</summary>
    Unanswered,

    /// <summary>The port is closed.</summary>
    Refused,
}
