using System.Globalization;
using FlowSensor.Engine.ClickHouse;
using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Storage.ClickHouse;

/// <summary>
/// The questions, asked of a ClickHouse database that sensors write to; the answers are those that the embedded store gives, summed
/// over the sensors. Tables are read with FINAL, so that what was sent twice counts once.
/// </summary>
internal sealed class ClickHouseQueries : ITrafficQueries
{
    private const string Order = "service = 'all', service, direction";

    // Addresses of IPv4 before those of IPv6, as everywhere.
    private const string AddressOrder = "substring(hex(source), 1, 24) != '00000000000000000000FFFF', source";

    private readonly ClickHouseClient _client;
    private readonly string _database;

    private ClickHouseQueries(ClickHouseClient client, string database)
    {
        _client = client;
        _database = database;
    }

    /// <summary>Makes sure that the database is there.</summary>
    /// <param name="client">The server; closed with this.</param>
    /// <param name="database">The database.</param>
    /// <exception cref="StoreException">It does not answer, or is no database of sensors.</exception>
    public static ClickHouseQueries Open(ClickHouseClient client, string database)
    {
        ClickHouseQueries queries = new(client, database);
        try
        {
            queries.Ask($"SELECT max(version) FROM {database}.schema_versions");
            return queries;
        }
        catch (StoreException)
        {
            queries.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public StoreAnswer<SourceReport> TopSources(TimeRange range, string? service, string? direction, int count)
    {
        ClickHouseCover cover = Cover(range, longest: SpanKind.Hour);
        string limit = count > 0 ? string.Create(CultureInfo.InvariantCulture, $"LIMIT {count} BY service, direction") : "";

        // A part of an hour is a sum of its windows, or what the sensor kept itself of all sources: the greater is the whole.
        List<string[]> rows = AskOver(cover, $"""
            SELECT service, direction, hex(source), sum(f) AS all_flows, sum(p), sum(o) AS all_octets, max(d)
            FROM (
                SELECT sensor, kind, start, service, direction, source,
                       if(kind = 1, max(flows), sum(flows)) AS f, if(kind = 1, max(packets), sum(packets)) AS p, if(kind = 1, max(octets), sum(octets)) AS o, max(destinations) AS d
                FROM {_database}.span_sources FINAL
                WHERE {cover.Condition}{Only("service", service)}{Only("direction", direction)}
                GROUP BY sensor, kind, start, service, direction, source
            )
            GROUP BY service, direction, source
            ORDER BY {Order}, all_flows DESC, all_octets DESC, {AddressOrder}
            {limit}
            """);
        return cover.Answer<SourceReport>([.. rows.Select(static row => new SourceReport(row[0], row[1], Address(row[2]), Number(row[3]), Number(row[4]), Number(row[5]), (long)Number(row[6])))]);
    }

    /// <inheritdoc/>
    public StoreAnswer<GroupReport> TopGroups(TimeRange range, GroupSubject by, string? service, string? direction, int count)
    {
        ClickHouseCover cover = Cover(range, longest: SpanKind.Hour);
        List<string[]> rows = AskOver(cover, $"""
            SELECT service, direction, subject, name, sum(flows) AS all_flows, sum(packets), sum(octets) AS all_octets
            FROM {_database}.span_groups FINAL
            WHERE {cover.Condition} AND subject = {ClickHouseText.Quote(TrafficNames.Subject(by))}{Only("service", service)}{Only("direction", direction)}
            GROUP BY service, direction, subject, name
            ORDER BY {Order}, name IN ('unknown', 'other'), all_flows DESC, all_octets DESC, name
            """);
        IEnumerable<GroupReport> groups = rows.Select(static row => new GroupReport(row[0], row[1], row[2], row[3], Number(row[4]), Number(row[5]), Number(row[6])));
        return cover.Answer<GroupReport>(count == 0 ? [.. groups] : [.. groups.GroupBy(static group => (group.Service, group.Direction))
            .SelectMany(service => service.Where((group, place) => place < count || group.Name is GroupTotal.Unknown or GroupTotal.Other))]);
    }

    /// <inheritdoc/>
    public StoreAnswer<BucketReport> Bands(TimeRange range, string? service, string? direction, BandSubject? by)
    {
        string subject = by is BandSubject chosen ? Only("subject", TrafficNames.Subject(chosen)) : "";
        ClickHouseCover cover = CoverBands(range, Only("service", service) + subject);
        List<string[]> rows = AskOver(cover, $"""
            SELECT service, direction, subject, band, sum(keys), sum(flows), sum(packets), sum(octets)
            FROM {_database}.span_bands FINAL
            WHERE {cover.Condition}{Only("service", service)}{Only("direction", direction)}{subject}
            GROUP BY service, direction, subject, band
            ORDER BY {Order}, subject, min(position)
            """);
        return cover.Answer(BucketRatios.AddTo([.. rows.Select(static row =>
            new BucketReport(row[0], row[1], row[2], row[3], (long)Number(row[4]), Number(row[5]), Number(row[6]), Number(row[7])))]));
    }

    /// <inheritdoc/>
    public StoreAnswer<ExporterReport> Exporters(TimeRange range)
    {
        ClickHouseCover cover = Cover(range, longest: SpanKind.Hour);
        Dictionary<string, Dictionary<string, long>> drops = [];
        foreach (string[] row in AskOver(cover, $"""
            SELECT hex(exporter), version, domain, cause, sum(datagrams) FROM {_database}.span_drops FINAL WHERE {cover.Condition}
            GROUP BY exporter, version, domain, cause ORDER BY cause
            """))
        {
            string exporter = string.Join(' ', row[..3]);
            drops.TryAdd(exporter, []);
            drops[exporter][row[3]] = (long)Number(row[4]);
        }

        // The end of a span is known to the span's own table only.
        Dictionary<(string Kind, string Start), long> ends = [];
        foreach (string[] row in AskOver(cover, $"SELECT kind, toUInt32(start), toUInt32(max(until)) FROM {_database}.spans WHERE {cover.Condition} GROUP BY kind, start"))
        {
            ends[(row[0], row[1])] = 1_000 * (long)Number(row[2]);
        }

        Dictionary<string, ExporterReport> reports = [];
        foreach (string[] row in AskOver(cover, $"""
            SELECT hex(exporter), version, domain, kind, toUInt32(start), sum(datagrams), sum(decoded), sum(records), sum(sequence_lost), max(sampling)
            FROM {_database}.span_ledgers FINAL WHERE {cover.Condition}
            GROUP BY exporter, version, domain, kind, start
            ORDER BY substring(hex(exporter), 1, 24) != '00000000000000000000FFFF', exporter, version, domain
            """))
        {
            string exporter = string.Join(' ', row[..3]);
            long start = 1_000 * (long)Number(row[4]);
            DateTimeOffset first = DateTimeOffset.FromUnixTimeMilliseconds(start);
            DateTimeOffset last = DateTimeOffset.FromUnixTimeMilliseconds(ends.GetValueOrDefault((row[3], row[4]), start));
            ExporterReport report = reports.GetValueOrDefault(exporter) ?? new ExporterReport
            {
                Exporter = Address(row[0]),
                Version = (int)Number(row[1]),
                Domain = Number(row[2]),
                Decoded = 0,
                Dropped = drops.GetValueOrDefault(exporter) ?? [],
                First = first,
                Last = last,
            };
            long sampling = Math.Max(report.Sampling ?? 0, (long)Number(row[9]));
            reports[exporter] = report with
            {
                Datagrams = report.Datagrams + (long)Number(row[5]),
                Decoded = report.Decoded + (long)Number(row[6]),
                Records = report.Records + (long)Number(row[7]),
                SequenceLost = report.SequenceLost + (long)Number(row[8]),
                Sampling = sampling > 0 ? sampling : null,
                First = first < report.First ? first : report.First,
                Last = last > report.Last ? last : report.Last,
            };
        }

        return cover.Answer<ExporterReport>([.. reports.Values]);
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private ClickHouseCover Cover(TimeRange range, SpanKind longest)
    {
        (long from, long to) = Bounds(range);
        return ClickHouseCover.Of(Spans(from, to).Where(span => span.Kind <= longest), from, to);
    }

    // As in the embedded store: only spans that hold the distribution, and without a range the newest of the longest.
    private ClickHouseCover CoverBands(TimeRange range, string only)
    {
        bool newest = range is { From: null, To: null };
        (long from, long to) = newest ? (0, uint.MaxValue * 1_000L) : Bounds(range);
        HashSet<(string Sensor, SpanKind Kind, long Start)> holding =
        [
            .. Ask($"""
                SELECT sensor, kind, toUInt32(start) FROM {_database}.span_bands WHERE {Within(from, to)}{only} GROUP BY sensor, kind, start
                {(newest ? "ORDER BY kind DESC, start DESC LIMIT 1000" : "")}
                """).Select(static row => (row[0], (SpanKind)Number(row[1]), 1_000 * (long)Number(row[2]))),
        ];
        if (newest)
        {
            if (holding.Count == 0)
            {
                (from, to) = Bounds(range);
                return ClickHouseCover.Of([], from, to);
            }

            (_, SpanKind kind, long start) = holding.MaxBy(static span => (span.Kind, span.Start));
            holding.RemoveWhere(span => span.Kind != kind || span.Start != start);
            from = start;
            return ClickHouseCover.Of(Spans(start, start + 1).Where(span => holding.Contains((span.Sensor, span.Kind, span.Start))), from, to);
        }

        return ClickHouseCover.Of(Spans(from, to).Where(span => holding.Contains((span.Sensor, span.Kind, span.Start))), from, to);
    }

    private IEnumerable<ClickHouseSpan> Spans(long from, long to) =>
        Ask($"""SELECT sensor, kind, toUInt32(start), toUInt32(max(until)) FROM {_database}.spans WHERE {Within(from, to)} GROUP BY sensor, kind, start""")
            .Select(static row => new ClickHouseSpan(row[0], (SpanKind)Number(row[1]), 1_000 * (long)Number(row[2]), 1_000 * (long)Number(row[3])));

    private (long From, long To) Bounds(TimeRange range)
    {
        long to = range.To ?? 1_000 * (long)Number(Ask($"SELECT toUInt32(max(until)) FROM {_database}.spans WHERE kind = 0")[0][0]);
        return (range.From ?? Math.Max(0, to - SpanCover.DefaultLength), to);
    }

    // The question is about the spans of the cover; where there is none, there is nothing to ask.
    private List<string[]> AskOver(ClickHouseCover cover, string question) =>
        cover.Count == 0 ? [] : Ask(question);

    private List<string[]> Ask(string question)
    {
        try
        {
            return _client.QueryAsync(question, CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (ClickHouseException failure) when (failure.IsSchemaMissing)
        {
            throw new StoreException($"ClickHouse at {_client.Name} has no tables of sensors in the database '{_database}'; name another with --store, or set outputs.clickhouse so that a sensor makes them.", failure);
        }
        catch (ClickHouseException failure)
        {
            throw new StoreException(failure.Message, failure);
        }
    }

    private static string Within(long from, long to) =>
        $"start >= {ClickHouseText.Time(Seconds(from))} AND start < {ClickHouseText.Time(Seconds(to))}";

    // Starts are whole seconds: the first at or after a moment.
    private static long Seconds(long unixMilliseconds) => (unixMilliseconds + 999) / 1_000;

    private static string Only(string column, string? value) => value is null ? "" : $" AND {column} = {ClickHouseText.Quote(value)}";

    private static ulong Number(string text) => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value) ? value : 0;

    private static string Address(string hex) =>
        hex.Length == 32 && hex.All(char.IsAsciiHexDigit) ? IpAddress.FromBytes(Convert.FromHexString(hex)).ToString() : "::";
}
