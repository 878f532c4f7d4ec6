using FlowSensor.Engine.Capturing;

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
        return cover.Answer(connection.Rows(
            Sums,
            static row => new InterfaceCounters
            {
                Interface = row.GetString(0),
                Seen = row.GetInt64(1),
                Delivered = row.GetInt64(2),
                KernelDropped = row.GetInt64(3),
                QueueFull = row.GetInt64(4),
                InterfaceDropped = row.GetInt64(5),
            },
            ("$spans", cover.Ids)));
    });
}
