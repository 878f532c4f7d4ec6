using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Reports.Incidents;
using FlowSensor.Protocols.Addressing;

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
    public IReadOnlyList<EvidenceFlow> Flows(IpAddress host, TimeRange range, int limit, int offset) => store.Ask(connection => connection.Rows(
        EvidenceFlowRows.Select + "WHERE host = $host AND last >= $from AND last < $to ORDER BY last DESC, id DESC LIMIT $limit OFFSET $offset",
        row => EvidenceFlowRows.Read(host, row),
        [.. Values(host, range, limit), ("$offset", offset)]));

    /// <summary>The other ends, those with most flow records first.</summary>
    /// <param name="host">The host.</param>
    /// <param name="range">Time; everything where nothing is given.</param>
    /// <param name="limit">How many.</param>
    /// <exception cref="StoreException">The database failed.</exception>
    public IReadOnlyList<PeerReport> Peers(IpAddress host, TimeRange range, int limit) => store.Ask(connection => connection.Rows(
        """
        SELECT CASE WHEN source = $host THEN destination ELSE source END AS peer, protocol,
               CASE WHEN protocol IN (6, 17) THEN min(source_port, destination_port) ELSE destination_port END AS port,
               sum(source = $host), sum(source <> $host), sum(packets), sum(octets), min(first), max(last)
        FROM evidence_flows WHERE host = $host AND last >= $from AND last < $to
        GROUP BY 1, 2, 3 ORDER BY count(*) DESC, sum(octets) DESC, peer, port LIMIT $limit
        """,
        static row => new PeerReport(
            row.AddressOrNone(0).ToString(), row.GetInt32(1), row.GetInt32(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6),
            DateTimeOffset.FromUnixTimeMilliseconds(EvidenceFlowRows.Time(row, 7)), DateTimeOffset.FromUnixTimeMilliseconds(EvidenceFlowRows.Time(row, 8))),
        Values(host, range, limit)));

    private static (string Name, object? Value)[] Values(IpAddress host, TimeRange range, int limit) =>
        [("$host", AddressBlob.Of(host)), ("$from", range.From ?? long.MinValue), ("$to", range.To ?? long.MaxValue), ("$limit", limit)];
}
