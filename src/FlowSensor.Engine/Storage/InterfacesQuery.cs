using FlowSensor.Engine.Capturing;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage;

/// <summary>The interfaces that packets are taken from, and what became of their packets over a range of time.</summary>
public sealed class InterfacesQuery(StoreReader store)
{
    private const string Sums = """
        SELECT interface, sum(seen), sum(delivered), sum(kernel_dropped), sum(queue_full), sum(interface_dropped) FROM interface_ledgers
        WHERE span IN (SELECT value FROM json_each($spans))
        GROUP BY interface
        ORDER BY interface
        """;

    /// <summary>Asks the store.</summary>
    /// <param name="range">Time.</param>
    /// <exception cref="StoreException">The database failed.</exception>
    public StoreAnswer<InterfaceCounters> Ask(TimeRange range) => store.Ask(connection =>
    {
        SpanCover cover = SpanCover.Of(connection, range, SpanKind.Hour);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = Sums;
        command.Parameters.AddWithValue("$spans", cover.Ids);
        List<InterfaceCounters> rows = [];
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            rows.Add(new InterfaceCounters
            {
                Interface = reader.GetString(0),
                Seen = reader.GetInt64(1),
                Delivered = reader.GetInt64(2),
                KernelDropped = reader.GetInt64(3),
                QueueFull = reader.GetInt64(4),
                InterfaceDropped = reader.GetInt64(5),
            });
        }

        return cover.Answer(rows);
    });
}
