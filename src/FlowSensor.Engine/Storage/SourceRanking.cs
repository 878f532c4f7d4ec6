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
/// <param name="mostLookUps">So often sources are looked up one by one in a span; more is faster read from columns.</param>
internal sealed class SourceRanking(SqliteConnection connection, BandScale bands, long mostLookUps = SourceRanking.MostLookUps)
{
    private const long MostLookUps = 100_000;

    // So many of a longer list are told before everything of the others is read.
    private const int MostOfBeginning = 100;

    // Rows of a network over all spans up to which they are faster read by the index than everybody's columns.
    private const int MostOfNetwork = 20_000;

    /// <summary>The sources of some places, and whether there are more behind them.</summary>
    /// <param name="cover">The spans.</param>
    /// <param name="service">The service.</param>
    /// <param name="question">Order, network and places.</param>
    /// <param name="begin">
    /// Told the first ones of a list that is longer than a page as soon as its order is known, and whether there are more behind the list; not called where everything is known at
    /// once. Between the two readings the store must not change, as it does not within a question.
    /// </param>
    public (IReadOnlyList<RankedSource> Rows, bool HasMore) Read(
        SpanCover cover, StoredService service, SourcesQuestion question, Action<IReadOnlyList<RankedSource>, bool>? begin = null)
    {
        // One more than asked for tells whether there are further ones.
        int limit = (int)Math.Min((long)question.Limit + 1, int.MaxValue);
        bool isPage = question.Limit <= SourcesQuery.MostOfPage;
        IReadOnlyList<IpAddress>? candidates = !isPage && HasColumns(cover) ? null : Candidates(cover, service, question, limit);
        bool isSmall = candidates is null && question.Network is IpPrefix network && IsSmall(cover, service, network);
        if (isSmall || AreFew(cover, candidates?.Count))
        {
            List<RankedSource> found = ReadRows(cover, service, question, candidates, limit, question.Offset, question.Offset);
            return (found.Count > question.Limit ? found.GetRange(0, question.Limit) : found, found.Count > question.Limit);
        }

        // Of a page, and of a list whose beginning is waited for, everything but its order is read after it is known who is on it.
        IReadOnlyList<SourceColumn> columns = isPage || begin is not null ? SourceColumns.NeededFor(question.Order) : SourceColumns.All;
        SummedSources sums = candidates is null
            ? SummedSources.Read(connection, cover, service.Id, columns, question.Network)
            : SummedSources.Read(connection, cover, service.Id, columns, candidates);
        ReadOnlyMemory<int> places = SourcePlaces.Of(sums, question.Order, question.IsAscending, question.Offset, limit);
        bool hasMore = places.Length > question.Limit;
        places = places[..Math.Min(places.Length, question.Limit)];
        if (!isPage)
        {
            if (begin is not null)
            {
                begin(ReadPage(cover, service, question, AddressesOf(sums, places.Span[..Math.Min(places.Length, MostOfBeginning)])), hasMore);
                sums.AddOtherColumns(connection, cover, service.Id);
            }

            return (new RowsOnDemand<RankedSource>(places.Length, i => SourceRows.Of(sums, places.Span[i], question.Offset + i + 1, bands)), hasMore);
        }

        return (ReadPage(cover, service, question, AddressesOf(sums, places.Span)), hasMore);
    }

    /// <summary>The sources with most flows, with no more of them than the list of the first ones tells.</summary>
    /// <param name="cover">The spans.</param>
    /// <param name="service">The service.</param>
    /// <param name="count">How many; 0 for all.</param>
    public IReadOnlyList<SourceReport> Top(SpanCover cover, StoredService service, int count)
    {
        SourcesQuestion question = new() { Limit = count == 0 ? int.MaxValue : count };
        IReadOnlyList<IpAddress>? candidates = Candidates(cover, service, question, question.Limit);
        if (AreFew(cover, candidates?.Count))
        {
            return [.. ReadRows(cover, service, question, candidates, count, 0, 0).Select(source => new SourceReport(
                service.Service, service.Direction, source.Source, (ulong)source.Flows, (ulong)source.Packets, (ulong)source.Octets, source.Destinations))];
        }

        // As for pages: of few everything but their order is read afterwards.
        SourceColumn[] columns = [SourceColumn.Address, SourceColumn.Flows, SourceColumn.Packets, SourceColumn.Octets, SourceColumn.Destinations];
        SummedSources sums = candidates is null
            ? SummedSources.Read(connection, cover, service.Id, question.Limit <= SourcesQuery.MostOfPage ? SourceColumns.NeededFor(SourceOrder.Flows) : columns, network: null)
            : SummedSources.Read(connection, cover, service.Id, columns, candidates);
        ReadOnlyMemory<int> places = SourcePlaces.Of(sums, SourceOrder.Flows, isAscending: false, 0, question.Limit);
        if (question.Limit > SourcesQuery.MostOfPage)
        {
            return new RowsOnDemand<SourceReport>(places.Length, i => Of(places.Span[i]));
        }

        if (candidates is null)
        {
            sums = SummedSources.Read(connection, cover, service.Id, columns, AddressesOf(sums, places.Span));
            places = Enumerable.Range(0, sums.Count).ToArray();
        }

        return [.. places.ToArray().Select(Of)];

        SourceReport Of(int row) => new(
            service.Service, service.Direction, sums.Address(row).ToString(), (ulong)sums.Value(SourceColumn.Flows, row), (ulong)sums.Value(SourceColumn.Packets, row),
            (ulong)sums.Value(SourceColumn.Octets, row), sums.Value(SourceColumn.Destinations, row));
    }

    /// <summary>Whether looking so many sources up in every span takes less than reading the columns of all.</summary>
    public bool AreFew(SpanCover cover, int? sources) => (long?)sources * cover.Count <= mostLookUps;

    private static List<IpAddress> AddressesOf(SummedSources sums, ReadOnlySpan<int> rows)
    {
        List<IpAddress> addresses = [];
        foreach (int row in rows)
        {
            addresses.Add(sums.Address(row));
        }

        return addresses;
    }

    private List<RankedSource> ReadPage(SpanCover cover, StoredService service, SourcesQuestion question, List<IpAddress> addresses)
    {
        if (AreFew(cover, addresses.Count))
        {
            return ReadRows(cover, service, question with { Network = null }, addresses, addresses.Count, 0, question.Offset);
        }

        SummedSources page = SummedSources.Read(connection, cover, service.Id, SourceColumns.All, addresses);
        return [.. Enumerable.Range(0, page.Count).Select(row => SourceRows.Of(page, row, question.Offset + row + 1, bands))];
    }

    private IReadOnlyList<IpAddress>? Candidates(SpanCover cover, StoredService service, SourcesQuestion question, int limit)
    {
        long places = (long)question.Offset + limit;
        return question.Network is not null || question.IsAscending || places > int.MaxValue ? null
            : question.Order == SourceOrder.Last ? new RecentSearch(connection, cover, service.Id).Find((int)places)
            : new LeaderSearch(connection, cover, service.Id, question.Order).Find((int)places, isShort: HasColumns(cover));
    }

    // An hour or day of an earlier version has none until the sensor has filled it in.
    private bool HasColumns(SpanCover cover)
    {
        using SqliteCommand command = connection.Command(
            $"""
            SELECT NOT EXISTS (
                SELECT 1 FROM json_each($longer) j
                WHERE NOT EXISTS (SELECT 1 FROM source_columns c WHERE c.span = j.value) AND {SourceColumnWriter.HasMany("j.value")}
            )
            """,
            ("$longer", cover.Longer));
        return (long)command.ExecuteScalar()! == 1;
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
