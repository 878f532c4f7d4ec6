using FlowSensor.Engine.Abuse.Delivery;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Abuse.Tickets;

/// <summary>A report that was made of an incident, and what became of it. Times are Unix milliseconds, null before they have come.</summary>
public sealed record Ticket
{
    /// <summary>Its number.</summary>
    public required long Number { get; init; }

    /// <summary>The incident.</summary>
    public required string Incident { get; init; }

    /// <summary>Identifier of the report.</summary>
    public required string Report { get; init; }

    /// <summary>The host.</summary>
    public required IpAddress Source { get; init; }

    /// <summary>The rule that the incident broke.</summary>
    public required string Rule { get; init; }

    /// <summary>Kind of the incident.</summary>
    public required string Kind { get; init; }

    /// <summary>Whose the host is; empty when unknown.</summary>
    public required string Institution { get; init; }

    /// <summary>Where it stands.</summary>
    public required TicketState State { get; init; }

    /// <summary>When the host was first suspected, event time.</summary>
    public required long FirstSeen { get; init; }

    /// <summary>When the incident opened, event time.</summary>
    public required long Opened { get; init; }

    /// <summary>When it was written.</summary>
    public required long Created { get; init; }

    /// <summary>When the server took its mail.</summary>
    public long? Sent { get; init; }

    /// <summary>When an answer was read.</summary>
    public long? Answered { get; init; }

    /// <summary>When the traffic stopped, event time.</summary>
    public long? Stopped { get; init; }

    /// <summary>When it came again, event time.</summary>
    public long? Recurred { get; init; }

    /// <summary>When a person ended it.</summary>
    public long? Closed { get; init; }

    /// <summary>Its mail.</summary>
    public required OutboxMail Mail { get; init; }
}
