using FlowSensor.Engine.Reports;
using FlowSensor.Protocols.Addressing;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage;

/// <summary>The sources with most flows of each service and direction over a range of time.</summary>
public sealed class TopSourcesQuery(StoreReader store)
{
    private const string Candidates = """
        SELECT id, kind, start, "end" FROM spans
        WHERE kind < 2 AND start >= $from AND start < $to
        """;

    private const string Top = """
        SELECT service, direction, source, flows, packets, octets, destinations
        FROM (
            SELECT d.id, d.service, d.direction, s.source, sum(s.flows) AS flows, sum(s.packets) AS packets, sum(s.octets) AS octets, max(s.destinations) AS destinations,
                   row_number() OVER (PARTITION BY d.id ORDER BY sum(s.flows) DESC, sum(s.octets) DESC, length(s.source), s.source) AS place
            FROM sources s JOIN service_directions d ON d.id = s.service
            WHERE s.span IN (SELECT value FROM json_each($spans))
              AND ($service IS NULL OR d.service = $service) AND ($direction IS NULL OR d.direction = $direction)
            GROUP BY d.id, s.source
        )
        WHERE $count = 0 OR place <= $count
        ORDER BY service = 'all', service, direction, place
        """;

    /// <summary>Asks the store.</summary>
    /// <param name="range">Time.</param>
    /// <param name="service">One service; null for every one.</param>
    /// <param name="direction">One direction; null for every one.</param>
    /// <param name="count">How many sources of each; 0 for all.</param>
    /// <exception cref="StoreException">The database failed.</exception>
    public StoreAnswer<SourceReport> Ask(TimeRange range, string? service, string? direction, int count) => store.Ask(connection =>
    {
        SpanCover cover = SpanCover.Of(connection, range, Candidates);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = Top;
        command.Parameters.AddWithValue("$spans", cover.Ids);
        command.Parameters.AddWithValue("$service", (object?)service ?? DBNull.Value);
        command.Parameters.AddWithValue("$direction", (object?)direction ?? DBNull.Value);
        command.Parameters.AddWithValue("$count", count);
        List<SourceReport> rows = [];
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            string source = IpAddress.FromBytes(reader.GetFieldValue<byte[]>(2)).ToString();
            rows.Add(new SourceReport(reader.GetString(0), reader.GetString(1), source, (ulong)reader.GetInt64(3), (ulong)reader.GetInt64(4), (ulong)reader.GetInt64(5), reader.GetInt64(6)));
        }

        return cover.Answer(rows);
    });
}
