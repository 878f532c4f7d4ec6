using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Traffic;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage;

/// <summary>The next hops or institutions with most flows of each service and direction over a range of time. What is unknown is always told.</summary>
public sealed class TopGroupsQuery(StoreReader store)
{
    private const string Top = """
        SELECT service, direction, subject, name, flows, packets, octets
        FROM (
            SELECT d.id, d.service, d.direction, g.subject, g.name, sum(g.flows) AS flows, sum(g.packets) AS packets, sum(g.octets) AS octets,
                   row_number() OVER (PARTITION BY d.id ORDER BY g.name IN ('unknown', 'other'), sum(g.flows) DESC, sum(g.octets) DESC, g.name) AS place
            FROM group_totals g JOIN service_directions d ON d.id = g.service
            WHERE g.span IN (SELECT value FROM json_each($spans)) AND g.subject = $subject
              AND ($service IS NULL OR d.service = $service) AND ($direction IS NULL OR d.direction = $direction)
            GROUP BY d.id, g.name
        )
        WHERE $count = 0 OR place <= $count OR name IN ('unknown', 'other')
        ORDER BY service = 'all', service, direction, place
        """;

    /// <summary>Asks the store.</summary>
    /// <param name="range">Time.</param>
    /// <param name="by">What is grouped by.</param>
    /// <param name="service">One service; null for every one.</param>
    /// <param name="direction">One direction; null for every one.</param>
    /// <param name="count">How many groups of each, beside <c>unknown</c> and <c>other</c>; 0 for all.</param>
    /// <exception cref="StoreException">The database failed.</exception>
    public StoreAnswer<GroupReport> Ask(TimeRange range, GroupSubject by, string? service, string? direction, int count) => store.Ask(connection =>
    {
        SpanCover cover = SpanCover.Of(connection, range, SpanKind.Hour);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = Top;
        command.Parameters.AddWithValue("$spans", cover.Ids);
        command.Parameters.AddWithValue("$subject", TrafficNames.Subject(by));
        command.Parameters.AddWithValue("$service", (object?)service ?? DBNull.Value);
        command.Parameters.AddWithValue("$direction", (object?)direction ?? DBNull.Value);
        command.Parameters.AddWithValue("$count", count);
        List<GroupReport> rows = [];
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            rows.Add(new GroupReport(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3),
                (ulong)reader.GetInt64(4), (ulong)reader.GetInt64(5), (ulong)reader.GetInt64(6)));
        }

        return cover.Answer(rows);
    });
}
