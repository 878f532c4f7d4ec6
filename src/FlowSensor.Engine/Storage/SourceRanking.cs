using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Storage.Columns;
using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Addressing;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage;

/// <summary>
/// The ranking of sources in one service and direction: sums over the spans of a time, in order. Short lists are found among leaders, small networks by
/// the index of addresses, and everything else by the columns of all sources.
/// </summary>
/// <param name="connection">The store.</param>
/// <param name="bands">The bands of flow counts.</param>
internal sealed class SourceRanking(SqliteConnection connection, BandScale bands)
{
    // More places than that leaders seldom prove.
    private const int MostOfLeaders = 600;

    // So many sources are looked up one by one in every span; the sums of more are read in columns as well.
    private const int MostLookedUp = 60;

    // Longer lists are made as they are sent.
    private const int MostOfPage = 1_000;

    // Rows of a network over all spans up to which they are faster read by the index than everybody's columns.
    private const int MostOfNetwork = 20_000;

    /// <summary>The sources of some places, and whether there are more behind them.</summary>
    /// <param name="cover">The spans.</param>
    /// <param name="service">The service.</param>
    /// <param name="question">Order, network and places.</param>
    public (IReadOnlyList<RankedSource> Rows, bool HasMore) Read(SpanCover cover, StoredService service, SourcesQuestion question)
    {
        // One more than asked for tells whether there are further ones.
        int limit = (int)Math.Min((long)question.Limit + 1, int.MaxValue);
        IReadOnlyList<IpAddress>? candidates = Candidates(cover, service, question, limit);
        if (candidates is not null || (question.Network is IpPrefix network && IsSmall(cover, service, network)))
        {
            List<RankedSource> found = ReadRows(cover, service, question, candidates, limit, question.Offset, question.Offset);
            return (found.Count > question.Limit ? found.GetRange(0, question.Limit) : found, found.Count > question.Limit);
        }

        bool isLong = limit > MostLookedUp;
        SummedSources sums = SummedSources.Read(connection, cover, service.Id, isLong ? SourceColumns.All : SourceColumns.NeededFor(question.Order), question.Network);
        ReadOnlyMemory<int> places = SourcePlaces.Of(sums, question.Order, question.IsAscending, question.Offset, limit);
        bool hasMore = places.Length > question.Limit;
        places = places[..Math.Min(places.Length, question.Limit)];
        if (!isLong)
        {
            List<IpAddress> addresses = [];
            foreach (int row in places.Span)
            {
                addresses.Add(sums.Address(row));
            }

            return (ReadRows(cover, service, question, addresses, limit, 0, question.Offset), hasMore);
        }

        // A page may be kept for those who ask the same; it must not keep the sums of everybody.
        RowsOnDemand<RankedSource> rows = new(places.Length, i => SourceRows.Of(sums, places.Span[i], question.Offset + i + 1, bands));
        return (places.Length > MostOfPage ? rows : [.. rows], hasMore);
    }

    /// <summary>The sources with most flows, with no more of them than the list of the first ones tells.</summary>
    /// <param name="cover">The spans.</param>
    /// <param name="service">The service.</param>
    /// <param name="count">How many; 0 for all.</param>
    public IReadOnlyList<SourceReport> Top(SpanCover cover, StoredService service, int count)
    {
        if (count is > 0 and <= MostOfLeaders)
        {
            return [.. Read(cover, service, new SourcesQuestion { Limit = count }).Rows.Select(source => new SourceReport(
                service.Service, service.Direction, source.Source, (ulong)source.Flows, (ulong)source.Packets, (ulong)source.Octets, source.Destinations))];
        }

        SummedSources sums = SummedSources.Read(
            connection, cover, service.Id, [SourceColumn.Address, SourceColumn.Flows, SourceColumn.Packets, SourceColumn.Octets, SourceColumn.Destinations], network: null);
        ReadOnlyMemory<int> places = SourcePlaces.Of(sums, SourceOrder.Flows, isAscending: false, 0, count == 0 ? int.MaxValue : count);
        return new RowsOnDemand<SourceReport>(places.Length, i => Of(places.Span[i]));

        SourceReport Of(int row) => new(
            service.Service, service.Direction, sums.Address(row).ToString(), (ulong)sums.Value(SourceColumn.Flows, row), (ulong)sums.Value(SourceColumn.Packets, row),
            (ulong)sums.Value(SourceColumn.Octets, row), sums.Value(SourceColumn.Destinations, row));
    }

    private IReadOnlyList<IpAddress>? Candidates(SpanCover cover, StoredService service, SourcesQuestion question, int limit)
    {
        long places = (long)question.Offset + limit;
        return question.Network is not null || question.IsAscending || places > MostOfLeaders ? null
            : question.Order == SourceOrder.Last ? new RecentSearch(connection, cover, service.Id).Find((int)places)
            : new LeaderSearch(connection, cover, service.Id, question.Order).Find((int)places);
    }

    private bool IsSmall(SpanCover cover, StoredService service, IpPrefix network)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = """
            SELECT count(*) FROM (
                SELECT 1 FROM sources WHERE span IN (SELECT value FROM json_each($spans)) AND service = $service AND source BETWEEN $low AND $high LIMIT $most
            )
            """;
        command.Parameters.AddWithValue("$spans", cover.Ids);
        command.Parameters.AddWithValue("$service", service.Id);
        command.Parameters.AddWithValue("$most", MostOfNetwork);
        AddBounds(command, network);
        return (long)command.ExecuteScalar()! < MostOfNetwork;
    }

    private List<RankedSource> ReadRows(SpanCover cover, StoredService service, SourcesQuestion question, IReadOnlyList<IpAddress>? candidates, int limit, int skipped, int before)
    {
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
        command.Parameters.AddWithValue("$limit", limit);
        command.Parameters.AddWithValue("$offset", skipped);
        if (question.Network is IpPrefix network)
        {
            AddBounds(command, network);
        }

        List<RankedSource> rows = [];
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            rows.Add(SourceRows.Read(reader, before + rows.Count + 1, bands));
        }

        return rows;
    }

    private static void AddBounds(SqliteCommand command, IpPrefix network)
    {
        (byte[] low, byte[] high) = AddressBlob.BoundsOf(network);
        command.Parameters.AddWithValue("$low", low);
        command.Parameters.AddWithValue("$high", high);
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
