using FlowSensor.Engine.Abuse.Desk;
using FlowSensor.Engine.Abuse.Tickets;
using FlowSensor.Engine.Configuration;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Abuse.Delivery;

/// <summary>
/// Mails on their way, in the store. A mail is marked before the server is talked to and again after it answered, so that a program that
/// ends in between leaves a mail that is known to be uncertain, and nothing is sent twice unseen.
/// </summary>
/// <param name="database">The store.</param>
public sealed class Outbox(DeskDatabase database)
{
    private const string Columns = "id, message_id, purpose, recipients, subject, state, created, attempts, next, sent, trouble";

    // A mail that waits is due when its pause is over and this round has not tried it. In the order of the index, so that none is read but those looked at.
    private const string Due = """
        SELECT id, next, recipients FROM outbox
        WHERE state = 'waiting' AND next <= $until AND (next, id) > ($next, $id) AND (attempted IS NULL OR attempted < $begun) ORDER BY next, id
        """;

    private const string Claim = $"UPDATE outbox SET state = 'sending', attempted = $now, attempts = attempts + 1 WHERE id = $id RETURNING {Columns}";
    private const string Gone = "SELECT recipients FROM outbox WHERE state IN ('sending', 'sent', 'uncertain') AND coalesce(sent, attempted) > $since";
    private const string GoneOrWaiting = Gone + " UNION ALL SELECT recipients FROM outbox WHERE state = 'waiting'";

    /// <summary>Puts a mail in, unless it is there already.</summary>
    /// <returns>Its number, and whether it is new.</returns>
    internal static (long Id, bool IsNew) Add(DeskTransaction transaction, DraftMail mail, long now)
    {
        long? id = transaction.Number(
            """
            INSERT INTO outbox (message_id, purpose, contact, recipients, subject, mail, state, created, next, attempts, trouble)
            VALUES ($message_id, $purpose, $contact, $recipients, $subject, $mail, 'waiting', $now, $now, 0, '') ON CONFLICT (message_id) DO NOTHING RETURNING id
            """,
            ("$message_id", mail.MessageId),
            ("$purpose", SnakeCase.Of(mail.Purpose.ToString())),
            ("$contact", mail.Recipients[0].ToLowerInvariant()),
            ("$recipients", string.Join('\n', mail.Recipients)),
            ("$subject", mail.Subject),
            ("$mail", mail.Content),
            ("$now", now));
        return id is long added ? (added, true) : (transaction.Number("SELECT id FROM outbox WHERE message_id = $id", ("$id", mail.MessageId))!.Value, false);
    }

    /// <summary>Takes the next mail of a round that is due and marks it as being sent; null when none is.</summary>
    /// <param name="round">The round, which reads on from where it was.</param>
    /// <param name="limits">How many mails a contact gets.</param>
    /// <param name="now">Unix milliseconds.</param>
    /// <exception cref="Storage.StoreException">The database failed.</exception>
    internal (OutboxMail Mail, byte[] Content)? Take(OutboxRound round, ContactLimit limits, long now) => database.Do<(OutboxMail, byte[])?>(transaction =>
    {
        Dictionary<string, int>? got = null;
        bool isDue = transaction.Any(Due, IsForNow, ("$until", round.IsHurried ? long.MaxValue : now), ("$next", round.Next), ("$id", round.Id), ("$begun", round.Begun));
        if (!isDue)
        {
            return null;
        }

        OutboxMail mail = transaction.Rows(Claim, Read, ("$now", now), ("$id", round.Id))[0];
        return (mail, transaction.Rows("SELECT mail FROM outbox WHERE id = $id", static row => row.GetFieldValue<byte[]>(0), ("$id", mail.Id))[0]);

        bool IsForNow(SqliteDataReader row)
        {
            round.Look(row.GetInt64(1), row.GetInt64(0));
            got ??= Count(transaction, Gone, limits, now);

            // Each recipient is a desk of its own, whether it is named first or not.
            return !row.GetString(2).Split('\n').Any(recipient => got.GetValueOrDefault(recipient) >= limits.Mails);
        }
    });

    /// <summary>True when one of the recipients has as many mails waiting, or got lately, as a contact may get.</summary>
    internal static bool IsFull(DeskTransaction transaction, IReadOnlyList<string> recipients, ContactLimit limits, long now)
    {
        Dictionary<string, int> mails = Count(transaction, GoneOrWaiting, limits, now);
        return recipients.Any(recipient => mails.GetValueOrDefault(recipient) >= limits.Mails);
    }

    /// <summary>Notes that the server took a mail, and with it that its ticket is sent.</summary>
    internal void MarkSent(long id, long now) => database.Do(transaction =>
    {
        transaction.Run("UPDATE outbox SET state = 'sent', sent = $now, trouble = '' WHERE id = $id", ("$id", id), ("$now", now));
        TicketRows.Sent(transaction, id, now);
        return 0;
    });

    /// <summary>Notes that a mail was not taken.</summary>
    /// <param name="id">Number of the mail.</param>
    /// <param name="state">What becomes of it.</param>
    /// <param name="trouble">Why.</param>
    /// <param name="next">When to try again.</param>
    /// <param name="now">Unix milliseconds.</param>
    internal void MarkTrouble(long id, DeliveryState state, string trouble, long next, long now) => database.Do(transaction =>
    {
        transaction.Run(
            "UPDATE outbox SET state = $state, trouble = $trouble, next = $next WHERE id = $id",
            ("$id", id), ("$state", SnakeCase.Of(state.ToString())), ("$trouble", trouble), ("$next", next));
        if (state != DeliveryState.Waiting)
        {
            TicketRows.NotDelivered(transaction, id, state, trouble, now);
        }

        return 0;
    });

    /// <summary>Mails that a program began to send and never finished are uncertain after a time in which no sending can still go on.</summary>
    /// <returns>How many.</returns>
    internal int MarkAbandoned(long before, long now) => database.Do(transaction =>
    {
        const string Trouble = "the program ended while it was sent";
        List<long> abandoned = transaction.Rows(
            "UPDATE outbox SET state = 'uncertain', trouble = $trouble WHERE state = 'sending' AND attempted < $before RETURNING id",
            static row => row.GetInt64(0), ("$trouble", Trouble), ("$before", before));
        foreach (long id in abandoned)
        {
            TicketRows.NotDelivered(transaction, id, DeliveryState.Uncertain, Trouble, now);
        }

        return abandoned.Count;
    });

    /// <summary>Lets a mail that is uncertain or failed wait again, since a person wants it sent: the same mail, with the same identifier.</summary>
    /// <returns>False where it is neither.</returns>
    /// <exception cref="Storage.StoreException">The database failed.</exception>
    public bool Retry(long id, long now) => database.Do(transaction =>
    {
        if (transaction.Run(
            "UPDATE outbox SET state = 'waiting', next = $now, attempts = 0, created = $now WHERE id = $id AND state IN ('uncertain', 'failed')", ("$id", id), ("$now", now)) == 0)
        {
            return false;
        }

        TicketRows.Retried(transaction, id, now);
        return true;
    });

    /// <summary>How many mails wait.</summary>
    /// <exception cref="Storage.StoreException">The database failed.</exception>
    public int Waiting() => database.Do(static transaction => (int)transaction.Number("SELECT count(*) FROM outbox WHERE state = 'waiting'")!.Value);

    // Mails by recipient, whose letters' case says nothing.
    private static Dictionary<string, int> Count(DeskTransaction transaction, string sql, ContactLimit limits, long now)
    {
        Dictionary<string, int> mails = new(StringComparer.OrdinalIgnoreCase);
        foreach (string recipients in transaction.Rows(sql, static row => row.GetString(0), ("$since", now - (long)limits.Period.TotalMilliseconds)))
        {
            foreach (string recipient in recipients.Split('\n').Distinct(StringComparer.OrdinalIgnoreCase))
            {
                mails[recipient] = mails.GetValueOrDefault(recipient) + 1;
            }
        }

        return mails;
    }

    private static OutboxMail Read(SqliteDataReader row) => new(
        row.GetInt64(0), row.GetString(1), Enum.Parse<MailPurpose>(row.GetString(2), ignoreCase: true), row.GetString(3).Split('\n'), row.GetString(4),
        Enum.Parse<DeliveryState>(row.GetString(5), ignoreCase: true), row.GetInt64(6), row.GetInt32(7), row.GetInt64(8), DeskTransaction.Time(row, 9), row.GetString(10));
}
