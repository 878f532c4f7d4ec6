using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Addressing;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage;

/// <summary>A page of the ranking of sources in one service and direction.</summary>
/// <param name="store">The store.</param>
/// <param name="bands">Upper bounds of the flow-count bands.</param>
public sealed class SourcesQuery(StoreReader store, IEnumerable<int> bands)
{
    private readonly BandScale _bands = new(bands);

    /// <summary>Asks the store.</summary>
    /// <exception cref="StoreException">The database failed.</exception>
    public RankedSources Ask(SourcesQuestion question)
    {
        ArgumentNullException.ThrowIfNull(question);
        return store.Ask(connection =>
        {
            SpanCover cover = SpanCover.Of(connection, question.Range, SourceSpans.Candidates);
            StoredService? service = StoredService.Find(connection, question.Service, question.Direction);
            StoreAnswer<RankedSource> time = cover.Answer<RankedSource>([]);
            if (service is null)
            {
                return new RankedSources(question.Service, question.Direction ?? "any", time.From, time.To, HasMore: false, []);
            }

            List<RankedSource> rows = Read(connection, cover, service, question);
            bool hasMore = rows.Count > question.Limit;
            rows = [.. rows.Take(question.Limit)];
            if (question.TrendParts > 0)
            {
                SourceTrends trends = SourceTrends.Read(connection, cover, service, rows, question.TrendParts);
                rows = [.. rows.Select(row => row with { Trend = trends.Of(row.Source) })];
            }

            return new RankedSources(service.Service, service.Direction, time.From, time.To, hasMore, rows);
        });
    }

    private List<RankedSource> Read(SqliteConnection connection, SpanCover cover, StoredService service, SourcesQuestion question)
    {
        using SqliteCommand command = connection.CreateCommand();
        string network = question.Network is null ? "" : "AND source BETWEEN $low AND $high AND length(source) = length($low)";
#pragma warning disable CA2100 // Constants of this folder.
        command.CommandText = $"""
            SELECT source, sum(flows) AS flows, sum(packets) AS packets, sum(octets) AS octets, sum(estimated_packets), sum(estimated_octets),
                   max(destinations) AS destinations, sum(syn_packets), min(first), max(last) AS last, max(next_hop)
            FROM sources
            WHERE span IN (SELECT value FROM json_each($spans)) AND service = $service {network}
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
            rows.Add(SourceRows.Read(reader, question.Offset + rows.Count + 1, _bands));
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
