using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Reports.Incidents;
using FlowSensor.Protocols.Addressing;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage.Incidents;

/// <summary>The flow records kept as evidence of a host, and with whom it had to do.</summary>
public sealed class HostFlowsQuery(StoreReader store)
{
    /// <summary>Flow records, the newest first.</summary>
    /// <param name="host">The host.</param>
    /// <param name="range">Time; everything where nothing is given.</param>
    /// <param name="limit">How many.</param>
    /// <param name="offset">How many to pass over.</param>
    /// <exception cref="StoreException">The database failed.</exception>
    public IReadOnlyList<EvidenceFlow> Flows(IpAddress host, TimeRange range, int limit, int offset) => store.Ask(connection =>
    {
        using SqliteCommand command = Prepare(connection, """
            SELECT source, destination, source_port, destination_port, protocol, tcp_flags, packets, octets, first, last, exporter, next_hop FROM evidence_flows
            WHERE host = $host AND last >= $from AND last < $to ORDER BY last DESC, id DESC LIMIT $limit OFFSET $offset
            """, host, range, limit);
        command.Parameters.AddWithValue("$offset", offset);
        List<EvidenceFlow> flows = [];
        using SqliteDataReader rows = command.ExecuteReader();
        while (rows.Read())
        {
            flows.Add(new EvidenceFlow(
                host, Address(rows, 0), Address(rows, 1), rows.GetInt32(2), rows.GetInt32(3), rows.GetInt32(4), rows.GetInt32(5),
                rows.GetInt64(6), rows.GetInt64(7), rows.GetInt64(8), rows.GetInt64(9), Address(rows, 10), Address(rows, 11)));
        }

        return flows;
    });

    /// <summary>The other ends, those with most flow records first.</summary>
    /// <param name="host">The host.</param>
    /// <param name="range">Time; everything where nothing is given.</param>
    /// <param name="limit">How many.</param>
    /// <exception cref="StoreException">The database failed.</exception>
    public IReadOnlyList<PeerReport> Peers(IpAddress host, TimeRange range, int limit) => store.Ask(connection =>
    {
        using SqliteCommand command = Prepare(connection, """
            SELECT CASE WHEN source = $host THEN destination ELSE source END AS peer, protocol,
                   CASE WHEN protocol IN (6, 17) THEN min(source_port, destination_port) ELSE destination_port END AS port,
                   sum(source = $host), sum(source <> $host), sum(packets), sum(octets), min(first), max(last)
            FROM evidence_flows WHERE host = $host AND last >= $from AND last < $to
            GROUP BY 1, 2, 3 ORDER BY count(*) DESC, sum(octets) DESC, peer, port LIMIT $limit
            """, host, range, limit);
        List<PeerReport> peers = [];
        using SqliteDataReader rows = command.ExecuteReader();
        while (rows.Read())
        {
            peers.Add(new PeerReport(
                Address(rows, 0).ToString(), rows.GetInt32(1), rows.GetInt32(2), rows.GetInt64(3), rows.GetInt64(4), rows.GetInt64(5), rows.GetInt64(6),
                DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(7)), DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(8))));
        }

        return peers;
    });

    private static SqliteCommand Prepare(SqliteConnection connection, string sql, IpAddress host, TimeRange range, int limit)
    {
        SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.Parameters.AddWithValue("$host", AddressBlob.Of(host));
        command.Parameters.AddWithValue("$from", range.From ?? long.MinValue);
        command.Parameters.AddWithValue("$to", range.To ?? long.MaxValue);
        command.Parameters.AddWithValue("$limit", limit);
        return command;
    }

    private static IpAddress Address(SqliteDataReader rows, int column) => rows.IsDBNull(column) ? default : IpAddress.FromBytes(rows.GetFieldValue<byte[]>(column));
}
