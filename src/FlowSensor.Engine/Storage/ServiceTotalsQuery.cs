using FlowSensor.Engine.Reports;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage;

/// <summary>Sums of every service and direction over a time.</summary>
public sealed class ServiceTotalsQuery(StoreReader store)
{
    private const string Sums = """
        SELECT d.service, d.direction, sum(t.flows), sum(t.packets), sum(t.octets), sum(t.estimated_packets), sum(t.estimated_octets), max(t.sources), sum(t.unknown_sampling)
        FROM service_totals t JOIN service_directions d ON d.id = t.service
        WHERE t.span IN (SELECT value FROM json_each($spans))
        GROUP BY d.id ORDER BY d.service = 'all', d.service, d.direction
        """;

    /// <summary>Asks the store.</summary>
    /// <exception cref="StoreException">The database failed.</exception>
    public StoreAnswer<ServiceSum> Ask(TimeRange range) => store.Ask(connection =>
    {
        SpanCover cover = SpanCover.Of(connection, range, SpanKind.Hour);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = Sums;
        command.Parameters.AddWithValue("$spans", cover.Ids);
        List<ServiceSum> sums = [];
        using SqliteDataReader rows = command.ExecuteReader();
        while (rows.Read())
        {
            sums.Add(new ServiceSum(
                rows.GetString(0), rows.GetString(1), rows.GetInt64(2), rows.GetInt64(3), rows.GetInt64(4), rows.GetInt64(5), rows.GetInt64(6), rows.GetInt64(7), rows.GetInt64(8)));
        }

        return cover.Answer(sums);
    });
}
