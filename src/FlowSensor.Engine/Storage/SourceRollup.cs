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

    // Of these the first by flows, for lists of some twenty; the migration that began them has the same number.
    private const int FirstLeaders = 100;

    private const long DayLength = 86_400_000;

    private const string Day = """
        DELETE FROM sources WHERE span = $span;
        INSERT INTO sources
        SELECT $span, service, source, sum(flows), sum(packets), sum(octets), sum(estimated_packets), sum(estimated_octets), max(destinations), sum(syn_packets),
               min(first), max(last), max(next_hop)
        FROM sources WHERE span IN (SELECT id FROM spans WHERE kind = 1 AND start >= $start AND start < $end)
        GROUP BY service, source;
        """;

    // Of a day that has one hour, as where a sensor was started or ends, the rows are in their order already.
    private const string DayOfAnHour = """
        DELETE FROM sources WHERE span = $span;
        INSERT INTO sources
        SELECT $span, service, source, flows, packets, octets, estimated_packets, estimated_octets, destinations, syn_packets, first, last, next_hop
        FROM sources WHERE span = (SELECT id FROM spans WHERE kind = 1 AND start >= $start AND start < $end);
        """;

    // The bound is what the first one behind the leaders has; of a service with no more sources than leaders nobody is behind. One pass for each
    // measure keeps only so many rows at a time, where numbering all of them would sort all.
    private static readonly string Mark = $"""
        DELETE FROM leaders WHERE span = $span;
        DELETE FROM leader_bounds WHERE span = $span;
        INSERT INTO leader_bounds (span, service, flows, packets, octets, destinations, first_flows)
        SELECT $span, c.service, {Behind("flows", "$leaders")}, {Behind("packets", "$leaders")}, {Behind("octets", "$leaders")}, {Behind("destinations", "$leaders")}, {Behind("flows", "$first")}
        FROM (SELECT service, count(*) AS places FROM sources WHERE span = $span GROUP BY service) c;
        INSERT INTO leaders (span, service, source, flows, packets, octets, destinations, is_first)
        SELECT $span, s.service, s.source, s.flows, s.packets, s.octets, s.destinations, s.flows > b.first_flows
        FROM leader_bounds b CROSS JOIN sources s ON s.span = b.span AND s.service = b.service
        WHERE b.span = $span AND (s.flows > b.flows OR s.packets > b.packets OR s.octets > b.octets OR s.destinations > b.destinations);
        """;

    /// <summary>Fills the sources of a day from its hours.</summary>
    /// <param name="transaction">The transaction to work in.</param>
    /// <param name="span">Row id of the day.</param>
    /// <param name="start">Its start, Unix milliseconds.</param>
    public void FillDay(SqliteTransaction transaction, long span, long start) => Run(HoursOf(transaction, start) == 1 ? DayOfAnHour : Day, transaction, span, start, 0);

    /// <summary>Marks the first sources of an hour or day whose sources are complete.</summary>
    /// <param name="transaction">The transaction to work in.</param>
    /// <param name="span">Row id of the span.</param>
    /// <param name="kind">Hour or day.</param>
    public void MarkLeaders(SqliteTransaction transaction, long span, SpanKind kind) => Run(Mark, transaction, span, 0, kind == SpanKind.Day ? LeadersOfDays : LeadersOfHours);

    private long HoursOf(SqliteTransaction transaction, long start)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT count(*) FROM spans WHERE kind = 1 AND start >= $start AND start < $end";
        command.Parameters.AddWithValue("$start", start);
        command.Parameters.AddWithValue("$end", start + DayLength);
        return (long)command.ExecuteScalar()!;
    }

    private static string Behind(string measure, string places) =>
        $"iif(c.places > {places}, (SELECT s.{measure} FROM sources s WHERE s.span = $span AND s.service = c.service ORDER BY s.{measure} DESC LIMIT 1 OFFSET {places}), 0)";

    private void Run(string sql, SqliteTransaction transaction, long span, long start, int leaders)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100 // Constants of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.Parameters.AddWithValue("$span", span);
        command.Parameters.AddWithValue("$start", start);
        command.Parameters.AddWithValue("$end", start + DayLength);
        command.Parameters.AddWithValue("$leaders", leaders);
        command.Parameters.AddWithValue("$first", FirstLeaders);
        command.ExecuteNonQuery();
    }
}
