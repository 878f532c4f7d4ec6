using FlowSensor.Engine.Abuse.Delivery;
using FlowSensor.Engine.Abuse.Tickets;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Storage;

namespace FlowSensor.Engine.Abuse.Desk;

/// <summary>Remembers which messages were handled and what was sent about them, so that each is handled once.</summary>
/// <param name="database">The store.</param>
public sealed class ComplaintBook(DeskDatabase database)
{
    private const string AddComplaint = """
        INSERT INTO complaints (identity, message_id, place, kind, category, reporter, subject, dated, handled, action, reason)
        VALUES ($identity, $message_id, $place, $kind, $category, $reporter, $subject, $dated, $handled, $action, $reason)
        ON CONFLICT (identity) DO UPDATE SET action = excluded.action, reason = excluded.reason
        RETURNING id
        """;

    private const string AddSource = """
        INSERT OR REPLACE INTO complaint_sources (complaint, source, port, first, last, zone_assumed, matched, seen_first, seen_last, flows, institution, contact, incident)
        VALUES ($complaint, $source, $port, $first, $last, $zone_assumed, $matched, $seen_first, $seen_last, $flows, $institution, $contact, $incident)
        """;

    /// <summary>Whether a message was handled before.</summary>
    /// <exception cref="StoreException">The database failed.</exception>
    public bool IsKnown(string identity) =>
        database.Do(transaction => transaction.Number("SELECT count(*) FROM complaints WHERE identity = $identity", ("$identity", identity)) > 0);

    /// <summary>Whether a message was handled, and no mail was written about it: it was only looked at then.</summary>
    /// <exception cref="StoreException">The database failed.</exception>
    public bool IsUnsent(string identity) => database.Do(transaction => transaction.Number(
        """
        SELECT count(*) FROM complaints WHERE identity = $identity AND action IN ('forward', 'answer')
          AND NOT EXISTS (SELECT 1 FROM outbox WHERE message_id LIKE $prefix)
        """,
        ("$identity", identity),
        ("$prefix", $"{ComplaintMail.Prefix(identity)}%")) > 0);

    /// <summary>Remembers a message, what was decided, and the mails about it, all or nothing. A mail that is there already is not written again.</summary>
    /// <param name="outcome">What was decided.</param>
    /// <param name="now">Unix milliseconds.</param>
    /// <exception cref="StoreException">The database failed; nothing is remembered then.</exception>
    public void Add(ComplaintOutcome outcome, long now)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        database.Do(transaction =>
        {
            bool isNew = transaction.Number("SELECT id FROM complaints WHERE identity = $identity", ("$identity", outcome.Identity)) is null;
            long id = Insert(transaction, outcome, now);
            foreach (SourceOutcome source in outcome.Sources)
            {
                Insert(transaction, id, source);
            }

            if (isNew && outcome.Ticket is Ticket ticket)
            {
                TicketRows.Heard(transaction, ticket, outcome.Complaint, now);
            }

            foreach (DraftMail mail in outcome.Mails)
            {
                Outbox.Add(transaction, mail, now);
            }

            return 0;
        });
    }

    private static long Insert(DeskTransaction transaction, ComplaintOutcome outcome, long now) => transaction.Number(
        AddComplaint,
        ("$identity", outcome.Identity),
        ("$message_id", outcome.Complaint.MessageId),
        ("$place", outcome.Place),
        ("$kind", SnakeCase.Of(outcome.Complaint.Kind.ToString())),
        ("$category", SnakeCase.Of(outcome.Complaint.Category.ToString())),
        ("$reporter", outcome.Complaint.Reporter),
        ("$subject", outcome.Complaint.Subject),
        ("$dated", outcome.Complaint.Date),
        ("$handled", now),
        ("$action", SnakeCase.Of(outcome.Action.ToString())),
        ("$reason", outcome.Reason))!.Value;

    private static void Insert(DeskTransaction transaction, long complaint, SourceOutcome outcome) => transaction.Run(
        AddSource,
        ("$complaint", complaint),
        ("$source", AddressBlob.Of(outcome.Source.Address)),
        ("$port", outcome.Source.Port),
        ("$first", outcome.Source.First),
        ("$last", outcome.Source.Last),
        ("$zone_assumed", outcome.Source.IsZoneAssumed),
        ("$matched", SnakeCase.Of(outcome.Sighting.Match.ToString())),
        ("$seen_first", outcome.Sighting.First),
        ("$seen_last", outcome.Sighting.Last),
        ("$flows", outcome.Sighting.Flows),
        ("$institution", outcome.Institution),
        ("$contact", outcome.Contact),
        ("$incident", outcome.Sighting.Incident));
}
