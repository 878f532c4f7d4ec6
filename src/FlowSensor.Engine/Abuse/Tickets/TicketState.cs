namespace FlowSensor.Engine.Abuse.Tickets;

/// <summary>Where a report stands.</summary>
public enum TicketState
{
    /// <summary>Written, and not with the contact's server.</summary>
    Draft,

    /// <summary>Sent.</summary>
    Sent,

    /// <summary>The contact answered.</summary>
    Answered,

    /// <summary>The traffic stopped.</summary>
    Stopped,

    /// <summary>The traffic had stopped and came again.</summary>
    Recurred,

    /// <summary>A person ended it.</summary>
    Closed,
}
