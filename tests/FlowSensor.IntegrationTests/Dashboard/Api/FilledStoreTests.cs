using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Reports.Incidents;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.Incidents;
using FlowSensor.Engine.Storage.Inspection;
using FlowSensor.Engine.Storage.Logs;
using FlowSensor.Engine.Storage.Mail;
using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Addressing;
using Microsoft.Data.Sqlite;

namespace FlowSensor.IntegrationTests.Dashboard.Api;

/// <summary>What the dashboard asks reads few rows of a large store, and says the same as adding up all of them.</summary>
public sealed class FilledStoreTests(FilledStoreFixture filled) : IClassFixture<FilledStoreFixture>
{
    // Tables that stay small, lists of parameters, and parts of questions that are put together in memory.
    private static readonly string[] MayBeScanned = ["json_each", "j", "d", "hosts", "service_directions", "e", "exporters", "silences", "log_types", "log_intervals", "mail_days", "CONSTANT"];

    [Theory]
    [InlineData(SourceOrder.Flows)]
    [InlineData(SourceOrder.Packets)]
    [InlineData(SourceOrder.Octets)]
    [InlineData(SourceOrder.Destinations)]
    [InlineData(SourceOrder.Last)]
    public void Ranking_OfLeaders_IsThatOfAllSources(SourceOrder order)
    {
        using StoreReader store = filled.Open();
        SourcesQuery query = new(store, new TrafficOptions().Bands);
        int found = 0;
        foreach ((long from, long to) in ((long, long)[])[(filled.From, filled.To), (filled.From + 5_400_000, filled.To - 9_000_000), (filled.To - 86_400_000, filled.To), (filled.To - 7_260_000, filled.To)])
        {
            foreach (string service in (string[])["all", "smtp", "dns", "www", "syn"])
            {
                SourcesQuestion question = new() { Range = new TimeRange(from, to), Service = service, Order = order, Limit = 20, Offset = 10, TrendParts = 0 };
                RankedSources page = query.Ask(question);
                RankedSources whole = query.Ask(question with { Limit = int.MaxValue - 1, Offset = 0 });

                Assert.Equal(whole.Rows.Skip(10).Take(20).Select(static row => (row.Rank, row.Source, row.Flows, row.Octets)), page.Rows.Select(static row => (row.Rank, row.Source, row.Flows, row.Octets)));
                found += CandidatesOf(store, question) is null ? 0 : 1;
            }
        }

        // Sources of this store all have one destination in a window, so that leaders of that cannot be told apart.
        Assert.True(order == SourceOrder.Destinations || found >= 12, $"only {found} of 20 rankings were found among leaders");
    }

    [Theory]
    [InlineData(5)]
    [InlineData(20)]
    [InlineData(99)]
    [InlineData(100)]
    [InlineData(150)]
    public void Top_OfAllServicesAtOnce_IsThatOfEachAlone(int count)
    {
        using StoreReader store = filled.Open();
        TopSourcesQuery query = new(store);
        List<string> statements = [];
        SQLitePCL.raw.sqlite3_trace(store.Connection.Handle, (_, statement) => statements.Add(statement), null);
        foreach ((long from, long to) in ((long, long)[])[(filled.From, filled.To), (filled.From + 5_400_000, filled.To - 9_000_000), (filled.To - 7_260_000, filled.To)])
        {
            TimeRange range = new(from, to);

            IReadOnlyList<SourceReport> atOnce = query.Ask(range, null, null, count).Rows;

            IReadOnlyList<StoredService> services = StoredService.All(store.Connection, null, null);
            Assert.Equal(12, services.Count);
            Assert.Equal(services.SelectMany(service => query.Ask(range, service.Service, service.Direction, count).Rows), atOnce);
            Assert.Equal(services.SelectMany(service => query.Ask(range, service.Service, service.Direction, 0).Rows.Take(count)), atOnce);
        }

        // Short lists are proved by few leaders; for longer ones all of them are asked at once.
        SQLitePCL.raw.sqlite3_trace(store.Connection.Handle, (SQLitePCL.strdelegate_trace?)null, null);
        Assert.Equal(count <= 100, statements.Exists(static statement => statement.Contains("leaders_first", StringComparison.Ordinal)));
    }

    [Fact]
    public void Leaders_OfEverySpan_AreTheFirstByEachMeasure()
    {
        using StoreReader store = filled.Open();

        // Every place numbered, which is what the writer saves itself.
        const string Places = """
            WITH places AS (
                SELECT p.kind, r.*,
                       row_number() OVER (PARTITION BY r.span, r.service ORDER BY r.flows DESC) AS f, row_number() OVER (PARTITION BY r.span, r.service ORDER BY r.packets DESC) AS p,
                       row_number() OVER (PARTITION BY r.span, r.service ORDER BY r.octets DESC) AS o, row_number() OVER (PARTITION BY r.span, r.service ORDER BY r.destinations DESC) AS d
                FROM spans p JOIN sources r ON r.span = p.id WHERE p.kind > 0
            ), bounds AS (
                SELECT span, service, max(iif(f > iif(kind = 2, 2000, 1000), flows, 0)) AS flows, max(iif(p > iif(kind = 2, 2000, 1000), packets, 0)) AS packets,
                       max(iif(o > iif(kind = 2, 2000, 1000), octets, 0)) AS octets, max(iif(d > iif(kind = 2, 2000, 1000), destinations, 0)) AS destinations,
                       max(iif(f > 100, flows, 0)) AS first_flows
                FROM places GROUP BY span, service
            )

            """;
        const string Leaders = """
            SELECT s.span, s.service, s.source, s.flows, s.packets, s.octets, s.destinations, s.flows > b.first_flows FROM bounds b JOIN sources s ON s.span = b.span AND s.service = b.service
            WHERE s.flows > b.flows OR s.packets > b.packets OR s.octets > b.octets OR s.destinations > b.destinations
            """;
        const string Stored = "SELECT span, service, source, flows, packets, octets, destinations, is_first FROM leaders";

        Assert.Equal(0L, Scalar(store, $"{Places} SELECT count(*) FROM (SELECT * FROM bounds EXCEPT SELECT span, service, flows, packets, octets, destinations, first_flows FROM leader_bounds)"));
        Assert.Equal(Scalar(store, "SELECT count(*) FROM leader_bounds"), Scalar(store, $"{Places} SELECT count(*) FROM bounds"));
        Assert.Equal(0L, Scalar(store, $"{Places} SELECT count(*) FROM ({Leaders} EXCEPT {Stored})"));
        Assert.Equal(0L, Scalar(store, $"{Places} SELECT count(*) FROM ({Stored} EXCEPT {Leaders})"));
        Assert.True((long)Scalar(store, "SELECT count(*) FROM leader_bounds WHERE flows > 0 AND first_flows > flows")! > 0);
    }

    [Fact]
    public void Days_OfSources_AreTheSumsOfTheirHours()
    {
        using StoreReader store = filled.Open();
        TopSourcesQuery query = new(store);
        TimeRange day = new(filled.From, filled.From + 86_400_000);

        StoreAnswer<SourceReport> whole = query.Ask(day, "dns", "request", 0);
        StoreAnswer<SourceReport>[] halves = [query.Ask(day with { To = day.From + 43_200_000 }, "dns", "request", 0), query.Ask(day with { From = day.From + 43_200_000 }, "dns", "request", 0)];

        Assert.Equal((1, 12, 12), (whole.Spans, halves[0].Spans, halves[1].Spans));
        Assert.Equal(whole.Rows.Sum(static row => (long)row.Flows), halves.Sum(static half => half.Rows.Sum(static row => (long)row.Flows)));
        Assert.Equal(whole.Rows.Select(static row => row.Source).Order(StringComparer.Ordinal), halves.SelectMany(static half => half.Rows).Select(static row => row.Source).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Rates_OfDaysFromHours_KeepSumAndPeakOfWindows()
    {
        using StoreReader store = filled.Open();
        RatesQuery query = new(store);
        CurvesReport all = query.Ask(new TimeRange(filled.From, filled.To), "all", null, TrafficMeasure.Octets, 5_000);
        CurvePoint[] windows = [.. Enumerable.Range(0, 3).SelectMany(day => query.Ask(new TimeRange(filled.From + (day * 86_400_000L), filled.From + ((day + 1) * 86_400_000L)), "all", null, TrafficMeasure.Octets, 5_000).Curves[0].Points)];

        Assert.Equal((3_600, 72), (all.StepS, all.Curves[0].Points.Count));
        Assert.Equal(3 * 1_440, windows.Length);
        Assert.Equal(windows.Max(static point => point.Max), all.Curves[0].Points.Max(static point => point.Max), 2);
        Assert.Equal(windows.Min(static point => point.Min), all.Curves[0].Points.Min(static point => point.Min), 2);
        Assert.Equal(windows.Average(static point => point.Mean), all.Curves[0].Points.Average(static point => point.Mean), 1);
    }

    [Fact]
    public void Inspections_OfDaysFromHours_AreTheSumsOfWindows()
    {
        using StoreReader store = filled.Open();
        InspectionQuery query = new(store);
        IReadOnlyDictionary<string, long> whole = query.Sums(new TimeRange(filled.From + 60_000, filled.To - 60_000), "dns_type");
        long parts = 0;
        for (long from = filled.From + 60_000; from < filled.To - 60_000; from += 1_800_000)
        {
            parts += query.Sums(new TimeRange(from, Math.Min(from + 1_800_000, filled.To - 60_000)), "dns_type").Values.Sum();
        }

        Assert.Equal(parts, whole.Values.Sum());
    }

    [Fact]
    public void Plans_OfEveryQuestion_ScanNoLargeTable()
    {
        using StoreReader store = filled.Open();
        List<string> statements = [];
        SQLitePCL.raw.sqlite3_trace(store.Connection.Handle, (_, statement) => statements.Add(statement), null);
        AskEverything(store);
        SQLitePCL.raw.sqlite3_trace(store.Connection.Handle, (SQLitePCL.strdelegate_trace?)null, null);

        Assert.True(statements.Distinct().Count() > 30);
        IEnumerable<string> scans = statements.Where(static statement => statement.StartsWith("SELECT", StringComparison.Ordinal)).Distinct().SelectMany(statement => Plan(store.Connection, statement)
            .Where(static step => step.StartsWith("SCAN", StringComparison.Ordinal) && !step.Contains("incidents USING COVERING", StringComparison.Ordinal) && !step.StartsWith("SCAN (", StringComparison.Ordinal) && !MayBeScanned.Contains(step.Split(' ')[1]))
            .Select(step => $"{step}: {statement[..Math.Min(400, statement.Length)]}"));
        Assert.True(!scans.Any(), string.Join('\n', scans));
    }

    private static object? Scalar(StoreReader store, string sql)
    {
        using SqliteCommand command = store.Connection.CreateCommand();
#pragma warning disable CA2100 // Constants of the tests.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }

    private static List<string> Plan(SqliteConnection connection, string statement)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // What the queries themselves asked.
        command.CommandText = "EXPLAIN QUERY PLAN " + statement;
#pragma warning restore CA2100
        using SqliteDataReader rows = command.ExecuteReader();
        List<string> steps = [];
        while (rows.Read())
        {
            steps.Add(rows.GetString(3));
        }

        return steps;
    }

    private static IReadOnlyList<IpAddress>? CandidatesOf(StoreReader store, SourcesQuestion question)
    {
        SpanCover cover = SpanCover.Of(store.Connection, question.Range, SpanKind.Day, SourceSpans.WithSources);
        long service = StoredService.Find(store.Connection, question.Service, null)!.Id;
        return question.Order == SourceOrder.Last
            ? new RecentSearch(store.Connection, cover, service).Find(question.Offset + question.Limit + 1)
            : new LeaderSearch(store.Connection, cover, service, question.Order).Find(question.Offset + question.Limit + 1);
    }

    private void AskEverything(StoreReader store)
    {
        TimeRange range = new(filled.From + 1_800_000, filled.To - 1_800_000);
        IpAddress source = IpAddress.Parse(new TopSourcesQuery(store).Ask(range, null, null, 5).Rows[0].Source);
        SourcesQuery sources = new(store, [10]);
        foreach (SourceOrder order in Enum.GetValues<SourceOrder>())
        {
            sources.Ask(new SourcesQuestion { Range = range, Order = order });
        }

        sources.Ask(new SourcesQuestion { Range = range, Network = new IpPrefix(source, 24) });
        SourceHistoryQuery history = new(store, [10]);
        history.Services(source, range);
        history.Curves(source, range, null, TrafficMeasure.Flows, 300);
        new HostFlowsQuery(store).Flows(source, range, 10, 0);
        new HostFlowsQuery(store).Peers(source, range, 10);
        new RatesQuery(store).Ask(range, null, null, TrafficMeasure.Octets, 300);
        new RatesQuery(store).Ask(range, "smtp", "request", TrafficMeasure.Sources, 300);
        new ServiceTotalsQuery(store).Ask(range);
        new TopGroupsQuery(store).Ask(range, GroupSubject.NextHop, null, null, 10);
        new BandsQuery(store).Ask(range, "smtp", null, null);
        new BandsQuery(store).Ask(range, "www", null, BandSubject.Source);
        new BandsQuery(store).Ask(default, "smtp", null, BandSubject.Pair);
        new BandsQuery(store).Ask(default, null, null, null);
        new ExportersQuery(store).Ask(range);
        new InterfacesQuery(store).Ask(range);
        new LossQuery(store).Ask(range);
        new LossQuery(store).Curves(range, 300);
        foreach (string part in InspectionQuery.Parts)
        {
            new InspectionQuery(store).Sums(range, part);
        }

        new InspectionQuery(store).Curves(range, "dns_type", 300, 60);
        new MailServersQuery(store, new SensorOptions()).Ask(range);
        new MailServersQuery(store, new SensorOptions()).Ask(new DateOnly(2026, 1, 2), null);
        IncidentsQuery incidents = new(store);
        IncidentReport incident = incidents.Ask(new IncidentFilter { Range = range })[0];
        incidents.Ask(new IncidentFilter());
        incidents.Ask(new IncidentFilter { OnlyOpen = true });
        incidents.Ask(new IncidentFilter { Source = source });
        incidents.Ask(new IncidentFilter { Id = incident.Id });
        incidents.Changes(incident.Id);
        incidents.Flows(incident, 100);
        incidents.Windows(incident, 100);
        new IncidentNotesQuery(store).Ask(incident.Id);
        new IncidentMonthsQuery(store, TimeZoneInfo.Utc).Ask(range, []);
        new SilencesQuery(store).Ask();
        new ComplaintsQuery(store).Ask(default, source, 10, 0);
        new LogStateQuery(store).Findings(range);
        new LogStateQuery(store).Types();
        new StoreFactsQuery(store).Ask();
    }
}
