using FlowSensor.Engine.Storage.Bands;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage;

/// <summary>
/// Fills an hour from the windows it holds: totals and ledgers are exact sums; sources are summed over the windows that kept
/// them, and the first ones by flows stay. Services that the accounting keeps over an hour are corrected after that.
/// </summary>
internal sealed class HourRollup(SqliteConnection connection, int hourSources)
{
    private const string Windows = "SELECT id FROM spans WHERE kind = 0 AND start >= $start AND start < $end";

    private static readonly string[] Steps =
    [
        $"""
        DELETE FROM service_totals WHERE span = $span;
        INSERT INTO service_totals
        SELECT $span, service, sum(flows), sum(packets), sum(octets), sum(estimated_packets), sum(estimated_octets), max(sources), max(pairs),
               sum(other_flows), sum(other_packets), sum(other_octets), sum(unknown_sampling)
        FROM service_totals WHERE span IN ({Windows}) GROUP BY service;
        """,
        $"""
        DELETE FROM service_peaks WHERE span = $span;
        INSERT INTO service_peaks
        SELECT $span, t.service, count(*), sum((s."end" - s.start) / 1000.0), min(t.flows * 1000.0 / (s."end" - s.start)), max(t.flows * 1000.0 / (s."end" - s.start)),
               min(t.packets * 1000.0 / (s."end" - s.start)), max(t.packets * 1000.0 / (s."end" - s.start)),
               min(t.octets * 1000.0 / (s."end" - s.start)), max(t.octets * 1000.0 / (s."end" - s.start)),
               min(t.estimated_packets * 1000.0 / (s."end" - s.start)), max(t.estimated_packets * 1000.0 / (s."end" - s.start)),
               min(t.estimated_octets * 1000.0 / (s."end" - s.start)), max(t.estimated_octets * 1000.0 / (s."end" - s.start)), min(t.sources), max(t.sources)
        FROM spans s JOIN service_totals t ON t.span = s.id
        WHERE s.kind = 0 AND s.start >= $start AND s.start < $end AND s."end" > s.start
        GROUP BY t.service;
        """,
        $"""
        DELETE FROM scope_totals WHERE span = $span;
        INSERT INTO scope_totals
        SELECT $span, exporter, service, scope, sum(flows), sum(packets), sum(octets), sum(estimated_packets), sum(estimated_octets), sum(unknown_sampling)
        FROM scope_totals WHERE span IN ({Windows}) GROUP BY exporter, service, scope;
        """,
        $"""
        DELETE FROM group_totals WHERE span = $span;
        INSERT INTO group_totals
        SELECT $span, service, subject, name, sum(flows), sum(packets), sum(octets), sum(estimated_packets), sum(estimated_octets)
        FROM group_totals WHERE span IN ({Windows}) GROUP BY service, subject, name;
        """,
        $"""
        DELETE FROM ledgers WHERE span = $span;
        INSERT INTO ledgers
        SELECT $span, exporter, sum(datagrams), sum(decoded), sum(records), sum(options_records), sum(templates), sum(sequence_lost), sum(kernel_dropped), max(sampling), sum(duplicates)
        FROM ledgers WHERE span IN ({Windows}) GROUP BY exporter;
        """,
        $"""
        DELETE FROM drops WHERE span = $span;
        INSERT INTO drops
        SELECT $span, exporter, cause, sum(datagrams) FROM drops WHERE span IN ({Windows}) GROUP BY exporter, cause;
        """,
        $"""
        DELETE FROM interface_ledgers WHERE span = $span;
        INSERT INTO interface_ledgers
        SELECT $span, interface, sum(seen), sum(delivered), sum(kernel_dropped), sum(queue_full), sum(interface_dropped)
        FROM interface_ledgers WHERE span IN ({Windows}) GROUP BY interface;
        """,
        $"""
        DELETE FROM sources WHERE span = $span;
        INSERT INTO sources
        SELECT $span, service, source, flows, packets, octets, estimated_packets, estimated_octets, destinations, syn_packets, first, last, next_hop
        FROM (
            SELECT service, source, sum(flows) AS flows, sum(packets) AS packets, sum(octets) AS octets, sum(estimated_packets) AS estimated_packets,
                   sum(estimated_octets) AS estimated_octets, max(destinations) AS destinations, sum(syn_packets) AS syn_packets, min(first) AS first,
                   max(last) AS last, max(next_hop) AS next_hop,
                   row_number() OVER (PARTITION BY service ORDER BY sum(flows) DESC, sum(octets) DESC, length(source), source) AS place
            FROM sources WHERE span IN ({Windows})
            GROUP BY service, source
        )
        WHERE place <= $limit;
        """,
    ];

    /// <summary>Fills the hour.</summary>
    /// <param name="transaction">The transaction to work in.</param>
    /// <param name="span">Row id of the hour.</param>
    /// <param name="start">Start of the hour, Unix milliseconds.</param>
    public void Fill(SqliteTransaction transaction, long span, long start)
    {
        foreach (string step in Steps)
        {
            using SqliteCommand command = connection.CreateCommand();
            command.Transaction = transaction;
#pragma warning disable CA2100 // Only constants of this class.
            command.CommandText = step;
#pragma warning restore CA2100
            command.Parameters.AddWithValue("$span", span);
            command.Parameters.AddWithValue("$start", start);
            command.Parameters.AddWithValue("$end", start + BandRollup.HourLength);
            command.Parameters.AddWithValue("$limit", hourSources);
            command.ExecuteNonQuery();
        }
    }
}
