using FlowSensor.Engine.Abuse.Desk;
using FlowSensor.Engine.Storage;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Abuse.Tickets;

/// <summary>
/// Looks whether the traffic of reported hosts stopped, and whether it came again. Silence counts only where windows are stored: a sensor
/// that was off has seen nothing stop.
/// </summary>
/// <param name="database">The store.</param>
/// <param name="silence">Time without an incident of the host's rule after which it has stopped.</param>
public sealed class TicketFollowUp(DeskDatabase database, TimeSpan silence)
{
    private const string Incidents = """
        SELECT count(*), coalesce(sum(closed IS NULL), 0), max(last_seen), min(CASE WHEN opened > $since THEN opened END)
        FROM incidents WHERE source = $source AND rule = $rule AND opened >= $opened
        """;

    // No window is longer than a day; that its start is bounded lets the index find the few that count.
    private const string Seen = """SELECT coalesce(sum("end" - max(start, $since)), 0) FROM spans WHERE kind = 0 AND start > $since - 86400000 AND "end" > $since""";

    /// <summary>Looks at every ticket that is sent and not closed.</summary>
    /// <param name="now">Unix milliseconds.</param>
    /// <returns>Tickets whose state changed.</returns>
    /// <exception cref="StoreException">The database failed.</exception>
    public int Look(long now) => database.Do(transaction =>
        TicketRows.Where(transaction, "t.state IN ('sent', 'answered', 'stopped', 'recurred')").Count(ticket => Look(transaction, ticket, now)));

    private bool Look(DeskTransaction transaction, Ticket ticket, long now)
    {
        (long count, long open, long lastSeen, long? again) = transaction.Rows(
            Incidents, Read, ("$source", AddressBlob.Of(ticket.Source)), ("$rule", ticket.Rule), ("$opened", ticket.Opened), ("$since", ticket.Stopped ?? long.MaxValue))[0];
        if (count == 0)
        {
            return false;
        }

        if (ticket.State == TicketState.Stopped)
        {
            if (again is not long opened)
            {
                return false;
            }

            transaction.Run("UPDATE tickets SET state = 'recurred', recurred = $at WHERE id = $id", ("$id", ticket.Number), ("$at", opened));
            TicketRows.Note(transaction, ticket.Number, now, "recurred", Time(opened));
            return true;
        }

        if (open > 0 || transaction.Number(Seen, ("$since", lastSeen)) < silence.TotalMilliseconds)
        {
            return false;
        }

        transaction.Run("UPDATE tickets SET state = 'stopped', stopped = $at WHERE id = $id", ("$id", ticket.Number), ("$at", lastSeen));
        TicketRows.Note(transaction, ticket.Number, now, "stopped", Time(lastSeen));
        return true;
    }

    private static (long Count, long Open, long LastSeen, long? Again) Read(SqliteDataReader row) =>
        (row.GetInt64(0), row.GetInt64(1), row.IsDBNull(2) ? 0 : row.GetInt64(2), DeskTransaction.Time(row, 3));

    private static string Time(long at) => Reporting.ReportTime.Utc(DateTimeOffset.FromUnixTimeMilliseconds(at));
}
