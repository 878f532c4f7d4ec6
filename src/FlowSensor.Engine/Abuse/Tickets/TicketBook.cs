using FlowSensor.Engine.Abuse.Delivery;
using FlowSensor.Engine.Abuse.Desk;
using FlowSensor.Engine.Abuse.Reporting;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Storage;

namespace FlowSensor.Engine.Abuse.Tickets;

/// <summary>The tickets of a store.</summary>
/// <param name="database">The store.</param>
public sealed class TicketBook(DeskDatabase database)
{
    /// <summary>
    /// Opens the ticket of a report and puts its mail into the outbox, both or neither; where the incident has a ticket, that one is given. A
    /// later report of the same host to the same contact continues the thread of the one before.
    /// </summary>
    /// <param name="report">The report.</param>
    /// <param name="language">Language of the covering text.</param>
    /// <param name="now">Unix milliseconds.</param>
    /// <returns>The ticket, and whether it is new.</returns>
    /// <exception cref="StoreException">The database failed.</exception>
    public (Ticket Ticket, bool IsNew) Open(AbuseReport report, string language, long now)
    {
        ArgumentNullException.ThrowIfNull(report);
        return database.Do(transaction => Open(transaction, report, language, now));
    }

    /// <summary>
    /// Opens the ticket of a report that nobody asked for, marked by the event <c>automatic</c>. None is opened while an earlier report of the host and rule
    /// is not known to have stopped it, or while a recipient has as many mails waiting or got lately as <c>reports.contact_limit</c> allows: what would
    /// wait for a day is old news when it is sent.
    /// </summary>
    /// <param name="report">The report.</param>
    /// <param name="language">Language of the covering text.</param>
    /// <param name="now">Unix milliseconds.</param>
    /// <returns>The ticket; null where none was opened.</returns>
    /// <exception cref="StoreException">The database failed.</exception>
    public Ticket? OpenAutomatic(AbuseReport report, string language, long now)
    {
        ArgumentNullException.ThrowIfNull(report);
        ReportOptions options = report.Reporter;
        return database.Do(transaction =>
        {
            long closedAfter = report.Incident.Opened.ToUnixTimeMilliseconds() - (long)options.StoppedAfter.TotalMilliseconds;
            if (TicketRows.IsFollowed(transaction, AddressBlob.Of(report.Incident.Source), report.Incident.Rule, closedAfter)
                || Outbox.IsFull(transaction, ReportMail.Recipients(report), new ContactLimit(options.ContactLimit, options.ContactPeriod), now)
                || Open(transaction, report, language, now) is not (Ticket ticket, true))
            {
                return null;
            }

            TicketRows.Note(transaction, ticket.Number, now, "automatic", report.Contact.Institution);
            return ticket;
        });
    }

    /// <summary>Tickets, the oldest first.</summary>
    /// <param name="state">Only those in this state; null for all.</param>
    /// <exception cref="StoreException">The database failed.</exception>
    public IReadOnlyList<Ticket> List(TicketState? state) => database.Do(transaction => state is TicketState wanted
        ? TicketRows.Where(transaction, "t.state = $state", ("$state", SnakeCase.Of(wanted.ToString())))
        : TicketRows.Where(transaction, "1"));

    /// <summary>One ticket; null where there is none of that number.</summary>
    /// <exception cref="StoreException">The database failed.</exception>
    public Ticket? Find(long number) => database.Do(transaction => TicketRows.Where(transaction, "t.id = $id", ("$id", number)).FirstOrDefault());

    /// <summary>The ticket whose report one of the messages is; null where none is.</summary>
    /// <param name="messageIds">Message identifiers, the likeliest first.</param>
    /// <exception cref="StoreException">The database failed.</exception>
    public Ticket? FindByMessage(IReadOnlyList<string> messageIds)
    {
        ArgumentNullException.ThrowIfNull(messageIds);
        return messageIds.Count == 0 ? null : database.Do(transaction =>
            messageIds.Select(id => TicketRows.Where(transaction, "m.message_id = $id", ("$id", id)).FirstOrDefault()).FirstOrDefault(static ticket => ticket is not null));
    }

    /// <summary>What happened to a ticket, in order.</summary>
    /// <exception cref="StoreException">The database failed.</exception>
    public IReadOnlyList<TicketEvent> Events(long number) => database.Do(transaction => transaction.Rows(
        "SELECT id, ticket, time, event, detail FROM ticket_events WHERE ticket = $ticket ORDER BY id",
        static row => new TicketEvent(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetString(3), row.GetString(4)),
        ("$ticket", number)));

    /// <summary>The mail of a ticket as it is sent.</summary>
    /// <exception cref="StoreException">The database failed.</exception>
    public byte[] MailOf(Ticket ticket)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        return database.Do(transaction => transaction.Rows("SELECT mail FROM outbox WHERE id = $id", static row => row.GetFieldValue<byte[]>(0), ("$id", ticket.Mail.Id))[0]);
    }

    /// <summary>A person ends a ticket. A mail of it that still waits is not sent.</summary>
    /// <returns>False where it is closed already.</returns>
    /// <exception cref="StoreException">The database failed.</exception>
    public bool Close(Ticket ticket, string reason, long now)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        return database.Do(transaction => TicketRows.Close(transaction, ticket.Number, ticket.Mail.Id, reason, now));
    }

    private static (Ticket Ticket, bool IsNew) Open(DeskTransaction transaction, AbuseReport report, string language, long now)
    {
        if (TicketRows.Where(transaction, "t.incident = $incident", ("$incident", report.Incident.Id)) is [Ticket known])
        {
            return (known, false);
        }

        byte[] source = AddressBlob.Of(report.Incident.Source);
        IReadOnlyList<string> recipients = ReportMail.Recipients(report);
        string contact = recipients[0].ToLowerInvariant();
        List<Ticket> earlier = TicketRows.Where(transaction, "t.source = $source AND t.contact = $contact", ("$source", source), ("$contact", contact));
        DraftMail mail = ReportMail.Write(report, language, now, [.. earlier.Select(static ticket => ticket.Mail.MessageId)]);
        (long letter, _) = Outbox.Add(transaction, mail, now);
        long number = transaction.Number(
            """
            INSERT INTO tickets (incident, report, mail, source, rule, kind, institution, contact, state, first_seen, opened, created)
            VALUES ($incident, $report, $mail, $source, $rule, $kind, $institution, $contact, 'draft', $first, $opened, $now) RETURNING id
            """,
            ("$incident", report.Incident.Id),
            ("$report", report.ReportId.ToString()),
            ("$mail", letter),
            ("$source", source),
            ("$rule", report.Incident.Rule),
            ("$kind", report.Incident.Kind),
            ("$institution", report.Contact.Institution),
            ("$contact", contact),
            ("$first", Math.Min(report.Incident.Suspected.ToUnixTimeMilliseconds(), report.Incident.Opened.ToUnixTimeMilliseconds())),
            ("$opened", report.Incident.Opened.ToUnixTimeMilliseconds()),
            ("$now", now))!.Value;
        TicketRows.Note(transaction, number, now, "created", mail.Subject);
        return (TicketRows.Where(transaction, "t.id = $id", ("$id", number))[0], true);
    }
}
