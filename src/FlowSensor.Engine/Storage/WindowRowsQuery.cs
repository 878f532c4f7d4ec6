using FlowSensor.Protocols.Addressing;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage;

/// <summary>Reads back what windows kept of their sources.</summary>
public sealed class WindowRowsQuery(StoreReader store)
{
    // Services that hold the flows of others as well say nothing new.
    private const string Rows = """
        SELECT s.start, s."end", d.service, d.direction, r.source, r.flows, r.estimated_packets, r.estimated_octets, r.destinations, r.syn_packets, r.next_hop
        FROM spans s JOIN sources r ON r.span = s.id JOIN service_directions d ON d.id = r.service
        WHERE s.kind = 0 AND s.start >= $from AND s.start < $to AND d.service NOT IN ('all', 'syn')
        ORDER BY s.start, d.service, d.direction, length(r.source), r.source
        """;

    /// <summary>Hands over every row, window by window in the order of time.</summary>
    /// <param name="range">Time; without a start or an end as far as there is data.</param>
    /// <param name="take">Takes a row.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="StoreException">The database failed.</exception>
    public void Read(TimeRange range, Action<StoredRow> take, CancellationToken cancellation) => store.Ask(connection =>
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = Rows;
        command.Parameters.AddWithValue("$from", range.From ?? long.MinValue);
        command.Parameters.AddWithValue("$to", range.To ?? long.MaxValue);
        using SqliteDataReader rows = command.ExecuteReader();
        while (!cancellation.IsCancellationRequested && rows.Read())
        {
            take(new StoredRow
            {
                Start = rows.GetInt64(0),
                End = rows.GetInt64(1),
                Service = rows.GetString(2),
                Direction = rows.GetString(3),
                Source = IpAddress.FromBytes(rows.GetFieldValue<byte[]>(4)),
                Flows = rows.GetInt64(5),
                Packets = rows.GetInt64(6),
                Octets = rows.GetInt64(7),
                Destinations = rows.GetInt64(8),
                SynPackets = rows.GetInt64(9),
                NextHop = rows.IsDBNull(10) ? default : IpAddress.FromBytes(rows.GetFieldValue<byte[]>(10)),
            });
        }

        return true;
    });
}
