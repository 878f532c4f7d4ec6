namespace FlowSensor.Protocols.Smtp;

/// <summary>Why a command was refused, as far as the reply says.</summary>
public enum SmtpRejectClass : byte
{
    /// <summary>Not refused, or only because the command was wrong or came at the wrong time.</summary>
    None,

    /// <summary>The server is asked to relay for a stranger ("Relay access denied").</summary>
    RelayDenied,

    /// <summary>The recipient is refused for another reason than being unknown ("Recipient address rejected").</summary>
    RecipientRejected,

    /// <summary>There is no such mailbox ("User unknown").</summary>
    UserUnknown,

    /// <summary>The client's address is on a list.</summary>
    Blocked,

    /// <summary>Refused for now, to see whether the client comes back.</summary>
    Greylisted,

    /// <summary>Anything else.</summary>
    Other,
}
