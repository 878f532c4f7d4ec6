using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Addressing;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage;

/// <summary>The ranking of sources in one service and direction: sums over the spans of a time, in order.</summary>
/// <param name="connection">The store.</param>
/// <param name="bands">The bands of flow counts.</param>
internal sealed class SourceRanking(SqliteConnection connection, BandScale bands)
{
    /// <summary>The sources of some places.</summary>
    /// <param name="cover">The spans.</param>
    /// <param name="service">The service.</param>
    /// <param name="question">Order, network and places; one more than asked for is given where there is one.</param>
    public List<RankedSource> Read(SpanCover cover, StoredService service, SourcesQuestion question)
    {
        long places = (long)question.Offset + question.Limit + 1;
        IReadOnlyList<IpAddress>? candidates = question.Network is not null || question.IsAscending || places > int.MaxValue ? null
            : question.Order == SourceOrder.Last ? new RecentSearch(connection, cover, service.Id).Find((int)places)
            : new LeaderSearch(connection, cover, service.Id, question.Order).Find((int)places);
        using SqliteCommand command = connection.CreateCommand();
        string which = (question.Network is null ? "" : " AND source BETWEEN $low AND $high AND length(source) = length($low)")
            + (candidates is null ? "" : $" AND source IN ({AddressBlob.List(candidates)})");
#pragma warning disable CA2100 // Constants of this folder, and addresses.
        command.CommandText = $"""
            SELECT source, sum(flows) AS flows, sum(packets) AS packets, sum(octets) AS octets, sum(estimated_packets), sum(estimated_octets),
                   max(destinations) AS destinations, sum(syn_packets), min(first), max(last) AS last, max(next_hop)
            FROM sources
            WHERE span IN (SELECT value FROM json_each($spans)) AND service = $service{which}
            GROUP BY source ORDER BY {OrderOf(question)} LIMIT $limit OFFSET $offset
            """;
#pragma warning restore CA2100
        command.Parameters.AddWithValue("$spans", cover.Ids);
        command.Parameters.AddWithValue("$service", service.Id);
        command.Parameters.AddWithValue("$limit", (long)question.Limit + 1);
        command.Parameters.AddWithValue("$offset", question.Offset);
        if (question.Network is IpPrefix prefix)
        {
            (byte[] low, byte[] high) = AddressBlob.BoundsOf(prefix);
            command.Parameters.AddWithValue("$low", low);
            command.Parameters.AddWithValue("$high", high);
        }

        List<RankedSource> rows = [];
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            rows.Add(SourceRows.Read(reader, question.Offset + rows.Count + 1, bands));
        }

        return rows;
    }

    private static string OrderOf(SourcesQuestion question)
    {
        string way = question.IsAscending ? "" : " DESC";
        string first = question.Order switch
        {
            SourceOrder.Packets => $"packets{way}, flows DESC",
            SourceOrder.Octets => $"octets{way}, flows DESC",
            SourceOrder.Destinations => $"destinations{way}, flows DESC",
            SourceOrder.Last => $"last{way}, flows DESC",
            SourceOrder.Source => $"length(source){way}, source{way}",
            _ => $"flows{way}",
        };
        return $"{first}, octets DESC, length(source), source";
    }
}
