using FlowSensor.Engine.Abuse.Desk;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Detection;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.Incidents;
using FlowSensor.Protocols.Addressing;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Abuse.Tickets;

/// <summary>Closes tickets that no person asked for, or had sent again, and whose mails still wait, once their incident is silenced or old.</summary>
/// <param name="database">The store.</param>
/// <param name="options">The configuration, whose silences hold beside the stored ones.</param>
internal sealed class AutomaticWithdrawal(DeskDatabase database, SensorOptions options)
{
    private const string Waiting = """
        SELECT t.id, t.mail, t.incident, t.rule, t.source, t.opened, coalesce(i.muted, 0)
        FROM outbox m JOIN tickets t ON t.mail = m.id LEFT JOIN incidents i ON i.id = t.incident
        WHERE m.state = 'waiting' AND t.state = 'draft' AND EXISTS (SELECT 1 FROM ticket_events e WHERE e.ticket = t.id AND e.event = 'automatic')
          AND NOT EXISTS (SELECT 1 FROM ticket_events e WHERE e.ticket = t.id AND e.event = 'retried')
        """;

    private readonly record struct Row(long Ticket, long Mail, string Incident, string Rule, IpAddress Source, long Opened, bool IsMuted);

    /// <summary>Looks at all of them.</summary>
    /// <param name="now">Unix milliseconds.</param>
    /// <returns>Tickets closed.</returns>
    /// <exception cref="StoreException">The database failed.</exception>
    public int Withdraw(long now) => database.Do(transaction =>
    {
        List<Row> waiting = transaction.Rows(Waiting, Read);
        if (waiting.Count == 0)
        {
            return 0;
        }

        IReadOnlyList<Silence> silences =
            [.. DetectionSettings.SilencesOf(options), .. transaction.Rows(SilencesQuery.All, SilencesQuery.Read).Select(static stored => stored.Silence)];
        int closed = 0;
        foreach (Row row in waiting)
        {
            string? reason = row.IsMuted || silences.Any(silence => silence.Covers(row.Incident, row.Rule, row.Source, now)) ? "not sent: the incident was silenced"
                : now - row.Opened > AutomaticReports.OldestMs ? "not sent: the incident is a day old"
                : null;
            closed += reason is not null && TicketRows.Close(transaction, row.Ticket, row.Mail, reason, now) ? 1 : 0;
        }

        return closed;
    });

    private static Row Read(SqliteDataReader row) => new(
        row.GetInt64(0), row.GetInt64(1), row.GetString(2), row.GetString(3), IpAddress.FromBytes(row.GetFieldValue<byte[]>(4)), row.GetInt64(5), row.GetInt64(6) != 0);
}
