using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage;

/// <summary>
/// Sums the sources of a day up from its hours, and marks the first ones of hours and days, so that a question over a month adds up thirty days and
/// finds its first sources among few (docs/decisions/0206-leaders.md).
/// </summary>
internal sealed class SourceRollup(SqliteConnection connection)
{
    // Sources that are leaders by one measure. A month's tenth page lies behind the first five hundred; days are few, so they can name more.
    private const int LeadersOfHours = 1_000;
    private const int LeadersOfDays = 2_000;

    private const string Day = """
        DELETE FROM sources WHERE span = $span;
        INSERT INTO sources
        SELECT $span, service, source, sum(flows), sum(packets), sum(octets), sum(estimated_packets), sum(estimated_octets), max(destinations), sum(syn_packets),
               min(first), max(last), max(next_hop)
        FROM sources WHERE span IN (SELECT id FROM spans WHERE kind = 1 AND start >= $start AND start < $end)
        GROUP BY service, source;
        """;

    private const string Mark = """
        DELETE FROM leaders WHERE span = $span;
        DELETE FROM leader_bounds WHERE span = $span;
        INSERT INTO leader_bounds
        SELECT $span, service, max(iif(f > $leaders, flows, 0)), max(iif(p > $leaders, packets, 0)), max(iif(o > $leaders, octets, 0)), max(iif(d > $leaders, destinations, 0))
        FROM (
            SELECT service, flows, packets, octets, destinations,
                   row_number() OVER (PARTITION BY service ORDER BY flows DESC) AS f, row_number() OVER (PARTITION BY service ORDER BY packets DESC) AS p,
                   row_number() OVER (PARTITION BY service ORDER BY octets DESC) AS o, row_number() OVER (PARTITION BY service ORDER BY destinations DESC) AS d
            FROM sources WHERE span = $span
        )
        GROUP BY service;
        INSERT INTO leaders
        SELECT $span, s.service, s.source, s.flows, s.packets, s.octets, s.destinations
        FROM leader_bounds b JOIN sources s ON s.span = b.span AND s.service = b.service
        WHERE b.span = $span AND (s.flows > b.flows OR s.packets > b.packets OR s.octets > b.octets OR s.destinations > b.destinations);
        """;

    /// <summary>Fills the sources of a day from its hours.</summary>
    /// <param name="transaction">The transaction to work in.</param>
    /// <param name="span">Row id of the day.</param>
    /// <param name="start">Its start, Unix milliseconds.</param>
    public void FillDay(SqliteTransaction transaction, long span, long start) => Run(Day, transaction, span, start, 0);

    /// <summary>Marks the first sources of an hour or day whose sources are complete.</summary>
    /// <param name="transaction">The transaction to work in.</param>
    /// <param name="span">Row id of the span.</param>
    /// <param name="kind">Hour or day.</param>
    public void MarkLeaders(SqliteTransaction transaction, long span, SpanKind kind) => Run(Mark, transaction, span, 0, kind == SpanKind.Day ? LeadersOfDays : LeadersOfHours);

    private void Run(string sql, SqliteTransaction transaction, long span, long start, int leaders)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100 // Constants of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.Parameters.AddWithValue("$span", span);
        command.Parameters.AddWithValue("$start", start);
        command.Parameters.AddWithValue("$end", start + 86_400_000);
        command.Parameters.AddWithValue("$leaders", leaders);
        command.ExecuteNonQuery();
    }
}
