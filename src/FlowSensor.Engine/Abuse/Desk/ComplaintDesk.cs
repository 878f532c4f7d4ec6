using System.Globalization;
using FlowSensor.Engine.Abuse.Complaints;
using FlowSensor.Engine.Abuse.Reading;
using FlowSensor.Engine.Abuse.Tickets;
using FlowSensor.Engine.Contacts;

namespace FlowSensor.Engine.Abuse.Desk;

/// <summary>
/// Decides what is to be done with the messages of an abuse mailbox: reads each, looks for its hosts in what is stored, finds who is
/// responsible. It sends nothing.
/// </summary>
/// <param name="reader">Reads complaints.</param>
/// <param name="sightings">Looks for hosts in the store; null where there is no store.</param>
/// <param name="contacts">Finds contacts.</param>
/// <param name="isKnown">Tells whether a message was handled before.</param>
/// <param name="ticketOf">Finds the ticket whose report one of some messages is.</param>
public sealed class ComplaintDesk(
    ComplaintReader reader, SightingQuery? sightings, ContactResolver contacts, Func<string, bool> isKnown, Func<IReadOnlyList<string>, Ticket?> ticketOf)
{
    private const string NoStore = "there is no store to look in";

    /// <summary>Decides one message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="now">Unix milliseconds.</param>
    /// <param name="cancellation">Ends the questions to directories elsewhere.</param>
    /// <exception cref="Storage.StoreException">The store failed.</exception>
    public async Task<ComplaintOutcome> DecideAsync(MailboxMessage message, long now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(message);
        Complaint complaint = reader.Read(message, now);
        if (isKnown(message.Identity))
        {
            return new ComplaintOutcome(message.Place, message.Identity, complaint, [], ComplaintAction.Known, "handled before");
        }

        if (ticketOf(complaint.Answers) is Ticket ticket)
        {
            string reason = string.Create(CultureInfo.InvariantCulture, $"about our report of incident {ticket.Incident}, ticket {ticket.Number}");
            return new ComplaintOutcome(message.Place, message.Identity, complaint, [], ComplaintAction.Ticket, reason) { Ticket = ticket };
        }

        List<SourceOutcome> sources = [];
        foreach (ComplaintSource source in complaint.IsNoComplaint ? [] : complaint.Sources)
        {
            sources.Add(await LookAsync(source, now, cancellation).ConfigureAwait(false));
        }

        (ComplaintAction action, string why) = Decide(complaint, sources);
        return new ComplaintOutcome(message.Place, message.Identity, complaint, sources, action, why);
    }

    private static (ComplaintAction Action, string Reason) Decide(Complaint complaint, List<SourceOutcome> sources)
    {
        if (complaint.IsNoComplaint)
        {
            return (ComplaintAction.Ignore, complaint.Reason);
        }

        if (sources.Count == 0)
        {
            return (ComplaintAction.Review, complaint.Reason);
        }

        if (sources.TrueForAll(static source => source.Sighting.Match == ComplaintMatch.Nothing))
        {
            // Without a look nobody can be told that it is not there, nor without a time to look at.
            string reason = sources[0].Sighting.Reason;
            return (reason == NoStore || sources.Exists(static source => source.Source.First is null) ? ComplaintAction.Review : ComplaintAction.Answer, reason);
        }

        return sources.Exists(static source => source.Sighting.Match != ComplaintMatch.Nothing && source.Contact.Length > 0)
            ? (ComplaintAction.Forward, complaint.Reason)
            : (ComplaintAction.Review, "nobody is known to be responsible for the host");
    }

    private async Task<SourceOutcome> LookAsync(ComplaintSource source, long now, CancellationToken cancellation)
    {
        SourceSighting sighting = sightings?.Find(source.Address, source.First, source.Last) ?? new SourceSighting(ComplaintMatch.Nothing, null, null, 0, NoStore);
        ContactAnswer answer = await contacts.ResolveAsync(source.Address, default, now, cancellation).ConfigureAwait(false);
        IEnumerable<Contact> ranked = answer.Contacts.OrderByDescending(static contact => contact.Role == ContactRole.Abuse);
        Contact? contact = ranked.FirstOrDefault();
        return new SourceOutcome(source, sighting, answer.Institution, contact?.Mail ?? "");
    }
}
