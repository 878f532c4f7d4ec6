namespace FlowSensor.Protocols.Logs;

/// <summary>What a log line says.</summary>
public enum LogEventKind : byte
{
    /// <summary>Nothing that is known of the program.</summary>
    Unknown,

    /// <summary>Something known that is not counted.</summary>
    Routine,

    /// <summary>A client connected.</summary>
    Connect,

    /// <summary>A client connected to what screens connections before the mail server.</summary>
    ScreenedConnect,

    /// <summary>A client left; <see cref="LogEvent.Count"/> senders of its were accepted where the line says so.</summary>
    Disconnect,

    /// <summary>A transaction was opened under a queue id.</summary>
    Opened,

    /// <summary>A message is in the queue: sender, size, number of recipients.</summary>
    Queued,

    /// <summary>A message was accepted, told by one line.</summary>
    Accepted,

    /// <summary>A message left the queue.</summary>
    Removed,

    /// <summary>A recipient's copy was delivered.</summary>
    Sent,

    /// <summary>A recipient's copy waits for another attempt.</summary>
    Deferred,

    /// <summary>A recipient's copy was returned, or given up.</summary>
    Bounced,

    /// <summary>A command was refused.</summary>
    Rejected,

    /// <summary>A mailbox was opened.</summary>
    Login,

    /// <summary>A password was refused.</summary>
    LoginFailed,

    /// <summary>A session ended of which <see cref="LogEvent.Count"/> passwords had been refused.</summary>
    LoginsFailed,

    /// <summary>A DNS query came.</summary>
    Query,

    /// <summary>A DNS query was answered.</summary>
    Answer,

    /// <summary>A virus was found.</summary>
    Virus,

    /// <summary>A message was called spam.</summary>
    Spam,

    /// <summary>A message was called clean.</summary>
    Clean,

    /// <summary>A greylister saw a triplet for the first time.</summary>
    GreyNew,

    /// <summary>A greylister saw a triplet again, too early.</summary>
    GreyEarly,

    /// <summary>A greylister let a triplet pass.</summary>
    GreyPassed,

    /// <summary>A client on a black list was held.</summary>
    Blacklisted,

    /// <summary>Something that needs a human.</summary>
    Trouble,
}
