using FlowSensor.Engine.Abuse.Complaints;
using FlowSensor.Engine.Abuse.Delivery;
using FlowSensor.Engine.Abuse.Tickets;

namespace FlowSensor.Engine.Abuse.Desk;

/// <summary>What a message says, what was found, and what is to be done.</summary>
/// <param name="Place">Where the message lies.</param>
/// <param name="Identity">What makes it the same message.</param>
/// <param name="Complaint">What it says.</param>
/// <param name="Sources">The hosts in it.</param>
/// <param name="Action">What is to be done.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record ComplaintOutcome(
    string Place, string Identity, Complaint Complaint, IReadOnlyList<SourceOutcome> Sources, ComplaintAction Action, string Reason)
{
    /// <summary>The ticket that the message is about; null for none.</summary>
    public Ticket? Ticket { get; init; }

    /// <summary>Mails that it leads to.</summary>
    public IReadOnlyList<DraftMail> Mails { get; init; } = [];
}
