namespace FlowSensor.Engine.Abuse.Tickets;

/// <summary>Something that happened to a ticket.</summary>
/// <param name="Id">Number of the event.</param>
/// <param name="Ticket">Number of the ticket.</param>
/// <param name="Time">When it was noticed, Unix milliseconds.</param>
/// <param name="Event">created, automatic, sent, uncertain, failed, retried, bounced, delayed, answered, acknowledged, stopped, recurred or closed.</param>
/// <param name="Detail">More about it, one line.</param>
public sealed record TicketEvent(long Id, long Ticket, long Time, string Event, string Detail);
