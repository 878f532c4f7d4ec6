using FlowSensor.Engine.Abuse.Complaints;
using FlowSensor.Engine.Abuse.Delivery;
using FlowSensor.Engine.Abuse.Desk;
using FlowSensor.Engine.Configuration;
using FlowSensor.Protocols.Addressing;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Abuse.Tickets;

/// <summary>Rows of tickets, within the transactions of others.</summary>
internal static class TicketRows
{
    private const string Listed = """
        SELECT t.id, t.incident, t.report, t.source, t.rule, t.kind, t.institution, t.state, t.first_seen, t.opened, t.created, t.sent, t.answered, t.stopped, t.recurred, t.closed,
               m.id, m.message_id, m.purpose, m.recipients, m.subject, m.state, m.created, m.attempts, m.next, m.sent, m.trouble
        FROM tickets t JOIN outbox m ON m.id = t.mail
        """;

    /// <summary>Tickets that a condition holds for, the oldest first.</summary>
    public static List<Ticket> Where(DeskTransaction transaction, string condition, params ReadOnlySpan<(string Name, object? Value)> values) =>
        transaction.Rows($"{Listed} WHERE {condition} ORDER BY t.id", Read, values);

    /// <summary>Notes an event.</summary>
    public static void Note(DeskTransaction transaction, long ticket, long now, string happened, string detail) => transaction.Run(
        "INSERT INTO ticket_events (ticket, time, event, detail) VALUES ($ticket, $time, $event, $detail)",
        ("$ticket", ticket), ("$time", now), ("$event", happened), ("$detail", detail));

    /// <summary>Ends a ticket. A mail of it that still waits is not sent.</summary>
    /// <returns>False where it is closed already.</returns>
    public static bool Close(DeskTransaction transaction, long ticket, long mail, string reason, long now)
    {
        if (transaction.Run("UPDATE tickets SET state = 'closed', closed = $now WHERE id = $id AND state <> 'closed'", ("$id", ticket), ("$now", now)) == 0)
        {
            return false;
        }

        transaction.Run("UPDATE outbox SET state = 'failed', trouble = 'the ticket was closed' WHERE id = $mail AND state = 'waiting'", ("$mail", mail));
        Note(transaction, ticket, now, "closed", reason);
        return true;
    }

    /// <summary>
    /// True while a host needs no further report of a rule to whom nobody asked: an earlier one is not known to have stopped it, or was closed so lately
    /// that what is seen now may be the same.
    /// </summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="source">The host, as it is stored.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="closedAfter">Tickets closed after this time count, Unix milliseconds.</param>
    public static bool IsFollowed(DeskTransaction transaction, byte[] source, string rule, long closedAfter) => transaction.Number(
        """
        SELECT count(*) FROM tickets
        WHERE source = $source AND rule = $rule AND (state IN ('draft', 'sent', 'answered') OR (state = 'closed' AND closed > $after))
        """,
        ("$source", source), ("$rule", rule), ("$after", closedAfter)) > 0;

    /// <summary>The mail of a ticket, if it is one's, was taken.</summary>
    public static void Sent(DeskTransaction transaction, long mail, long now)
    {
        foreach (Ticket ticket in Where(transaction, "t.mail = $mail", ("$mail", mail)))
        {
            transaction.Run("UPDATE tickets SET sent = $now, state = CASE state WHEN 'draft' THEN 'sent' ELSE state END WHERE id = $id", ("$id", ticket.Number), ("$now", now));
            Note(transaction, ticket.Number, now, "sent", string.Join(", ", ticket.Mail.Recipients));
        }
    }

    /// <summary>A message about a ticket's report was read.</summary>
    public static void Heard(DeskTransaction transaction, Ticket ticket, Complaint message, long now)
    {
        string detail = $"{message.Reporter}: {message.Subject}";
        if (message.Kind == ComplaintKind.Bounce)
        {
            if (message.IsUndelivered)
            {
                transaction.Run("UPDATE outbox SET state = 'failed', trouble = $trouble WHERE id = $mail", ("$mail", ticket.Mail.Id), ("$trouble", $"it came back: {detail}"));
            }

            Note(transaction, ticket.Number, now, message.IsUndelivered ? "bounced" : "delayed", detail);
            return;
        }

        // Whoever answers has got it.
        transaction.Run("UPDATE outbox SET state = 'sent', sent = coalesce(sent, attempted), trouble = '' WHERE id = $mail AND state = 'uncertain'", ("$mail", ticket.Mail.Id));
        if (message.IsNoComplaint)
        {
            Note(transaction, ticket.Number, now, "acknowledged", detail);
            return;
        }

        transaction.Run(
            "UPDATE tickets SET answered = coalesce(answered, $now), state = CASE WHEN state IN ('draft', 'sent') THEN 'answered' ELSE state END WHERE id = $id",
            ("$id", ticket.Number), ("$now", now));
        Note(transaction, ticket.Number, now, "answered", detail);
    }

    /// <summary>The mail of a ticket, if it is one's, was not delivered.</summary>
    public static void NotDelivered(DeskTransaction transaction, long mail, DeliveryState state, string trouble, long now)
    {
        foreach (Ticket ticket in Where(transaction, "t.mail = $mail", ("$mail", mail)))
        {
            Note(transaction, ticket.Number, now, SnakeCase.Of(state.ToString()), trouble);
        }
    }

    /// <summary>A person wants the mail of a ticket, if it is one's, sent again. One that was closed before its mail went out is open again, to be followed.</summary>
    public static void Retried(DeskTransaction transaction, long mail, long now)
    {
        foreach (Ticket ticket in Where(transaction, "t.mail = $mail", ("$mail", mail)))
        {
            transaction.Run("UPDATE tickets SET state = 'draft', closed = NULL WHERE id = $id AND state = 'closed' AND sent IS NULL", ("$id", ticket.Number));
            Note(transaction, ticket.Number, now, "retried", string.Join(", ", ticket.Mail.Recipients));
        }
    }

    private static Ticket Read(SqliteDataReader row) => new()
    {
        Number = row.GetInt64(0),
        Incident = row.GetString(1),
        Report = row.GetString(2),
        Source = IpAddress.FromBytes(row.GetFieldValue<byte[]>(3)),
        Rule = row.GetString(4),
        Kind = row.GetString(5),
        Institution = row.GetString(6),
        State = Enum.Parse<TicketState>(row.GetString(7), ignoreCase: true),
        FirstSeen = row.GetInt64(8),
        Opened = row.GetInt64(9),
        Created = row.GetInt64(10),
        Sent = DeskTransaction.Time(row, 11),
        Answered = DeskTransaction.Time(row, 12),
        Stopped = DeskTransaction.Time(row, 13),
        Recurred = DeskTransaction.Time(row, 14),
        Closed = DeskTransaction.Time(row, 15),
        Mail = new OutboxMail(
            row.GetInt64(16), row.GetString(17), Enum.Parse<MailPurpose>(row.GetString(18), ignoreCase: true), row.GetString(19).Split('\n'), row.GetString(20),
            Enum.Parse<DeliveryState>(row.GetString(21), ignoreCase: true), row.GetInt64(22), row.GetInt32(23), row.GetInt64(24), DeskTransaction.Time(row, 25), row.GetString(26)),
    };
}
