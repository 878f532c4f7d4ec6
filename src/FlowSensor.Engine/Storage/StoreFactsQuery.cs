using FlowSensor.Engine.Reports;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage;

/// <summary>What is in a store and how much room it takes.</summary>
public sealed class StoreFactsQuery(StoreReader store)
{
    // The identifiers of evidence are given in order and the oldest go first.
    private const string Facts = """
        SELECT (SELECT count(*) FROM spans WHERE kind = 0), (SELECT count(*) FROM spans WHERE kind = 1), (SELECT count(*) FROM spans WHERE kind = 2),
               (SELECT count(*) FROM incidents), coalesce((SELECT max(id) FROM evidence_flows) - (SELECT min(id) FROM evidence_flows) + 1, 0),
               (SELECT min(start) FROM spans WHERE kind = 0), (SELECT "end" FROM spans WHERE kind = 0 ORDER BY start DESC LIMIT 1),
               (SELECT min(start) FROM spans WHERE kind = 1)
        """;

    /// <summary>Asks the store.</summary>
    /// <exception cref="StoreException">The database failed.</exception>
    public StoreFacts Ask() => store.Ask(connection =>
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = Facts;
        using SqliteDataReader row = command.ExecuteReader();
        row.Read();
        long? first = row.IsDBNull(5) ? null : row.GetInt64(5);
        first = row.IsDBNull(7) ? first : Math.Min(first ?? long.MaxValue, row.GetInt64(7));
        return new StoreFacts(
            store.SizeOnDisk(), row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4),
            first is long start ? DateTimeOffset.FromUnixTimeMilliseconds(start) : null, row.IsDBNull(6) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(6)));
    });
}
