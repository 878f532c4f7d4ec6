namespace FlowSensor.Engine.RelayTesting;

/// <summary>What a server said to a pattern.</summary>
public enum RelayAnswer
{
    /// <summary>It was not asked, or gave no answer.</summary>
    Unknown,

    /// <summary>The recipient was refused for good.</summary>
    Refused,

    /// <summary>The sender was refused for good.</summary>
    SenderRefused,

    /// <summary>It is to come again later: greylisting, or overload.</summary>
    Deferred,

    /// <summary>The recipient was accepted, and may be a local one.</summary>
    AcceptedMaybeLocal,

    /// <summary>The recipient was accepted, and is elsewhere: it relays.</summary>
    Accepted,
}
