using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.Columns;
using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Tests.Storage.Columns;

/// <summary>Rankings by columns say the same as adding up every row.</summary>
public sealed class WholeRankingTests(StoreOfSources stored) : IClassFixture<StoreOfSources>
{
    public static TheoryData<SourceOrder, bool> Orders
    {
        get
        {
            TheoryData<SourceOrder, bool> orders = [];
            foreach (SourceOrder order in Enum.GetValues<SourceOrder>())
            {
                orders.Add(order, true);
                orders.Add(order, false);
            }

            return orders;
        }
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public void Ask_EveryPage_IsThatOfThePlainRanking(SourceOrder order, bool isAscending)
    {
        using StoreReader store = StoreReader.Open(stored.Folder);
        SourcesQuery query = new(store, new TrafficOptions().Bands);
        foreach (TimeRange range in StoreOfSources.Ranges)
        {
            foreach (string service in (string[])["all", "smtp"])
            {
                SourcesQuestion question = new() { Range = range, Service = service, Order = order, IsAscending = isAscending, TrendParts = 0 };
                List<RankedSource> plain = StoreOfSources.Plainly(store, question);
                Assert.True(plain.Count > 100);
                foreach ((int offset, int limit) in ((int, int)[])[(0, 1), (0, 25), (30, 80), (17, 600), (plain.Count - 1, 5), (plain.Count - 60, 60), (plain.Count, 10), (0, 1_000), (0, 1_000_000), (120, int.MaxValue - 1), (2_000_000_000, 50)])
                {
                    RankedSources page = query.Ask(question with { Offset = offset, Limit = limit });

                    Assert.Equal(plain.Skip(offset).Take(limit), page.Rows);
                    Assert.Equal((long)offset + limit < plain.Count, page.HasMore);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public void Ask_ForTheBeginningFirst_IsThePlainRanking(SourceOrder order, bool isAscending)
    {
        using StoreReader store = StoreReader.Open(stored.Folder);
        SourcesQuery query = new(store, new TrafficOptions().Bands);
        foreach (TimeRange range in StoreOfSources.Ranges)
        {
            SourcesQuestion question = new() { Range = range, Service = "smtp", Order = order, IsAscending = isAscending, TrendParts = 0 };
            List<RankedSource> plain = StoreOfSources.Plainly(store, question);
            foreach ((int offset, int limit) in ((int, int)[])[(0, 1_001), (3, int.MaxValue - 1), (plain.Count - 40, 2_000), (plain.Count, 1_001), (0, 10)])
            {
                List<RankedSources> beginnings = [];
                RankedSources whole = query.Ask(question with { Offset = offset, Limit = limit }, beginnings.Add);

                Assert.Equal(plain.Skip(offset).Take(limit), whole.Rows);
                Assert.Equal(limit > SourcesQuery.MostOfPage ? 1 : 0, beginnings.Count);
                Assert.All(beginnings, beginning => Assert.Equal(plain.Skip(offset).Take(100), beginning.Rows));
                Assert.All(beginnings, beginning => Assert.Equal((whole.HasMore, whole.From, whole.To), (beginning.HasMore, beginning.From, beginning.To)));
            }
        }
    }

    [Theory]
    [InlineData("0.0.0.0/0")]
    [InlineData("198.51.100.0/25")]
    [InlineData("198.51.100.7/32")]
    [InlineData("64.0.0.0/3")]
    [InlineData("::/0")]
    [InlineData("2001:db8::/64")]
    [InlineData("192.0.2.0/24")]
    public void Sums_OfANetwork_AreThoseOfItsSources(string network)
    {
        Assert.True(IpPrefix.TryParse(network, out IpPrefix prefix));
        using StoreReader store = StoreReader.Open(stored.Folder);
        foreach (TimeRange range in StoreOfSources.Ranges)
        {
            SourcesQuestion question = new() { Range = range, Service = "all", Network = prefix, Limit = 7, Offset = 3, TrendParts = 0 };
            SpanCover cover = SpanCover.Of(store.Connection, range, SpanKind.Day, SourceSpans.WithSources);

            SummedSources sums = SummedSources.Read(store.Connection, cover, StoredService.Find(store.Connection, "all", null)!.Id, SourceColumns.All, prefix);

            List<RankedSource> plain = StoreOfSources.Plainly(store, question);
            BandScale bands = new(new TrafficOptions().Bands);
            Assert.Equal(plain, SourcePlaces.Of(sums, SourceOrder.Flows, isAscending: false, 0, int.MaxValue).ToArray().Select((row, i) => SourceRows.Of(sums, row, i + 1, bands)));
            Assert.Equal(plain.Skip(3).Take(7), new SourcesQuery(store, new TrafficOptions().Bands).Ask(question).Rows);
        }
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public void Read_WithoutLookingAnybodyUp_IsThePlainRanking(SourceOrder order, bool isAscending)
    {
        using StoreReader store = StoreReader.Open(stored.Folder);
        SourceRanking ranking = new(store.Connection, new BandScale(new TrafficOptions().Bands), mostLookUps: 0);
        foreach (TimeRange range in StoreOfSources.Ranges)
        {
            SourcesQuestion question = new() { Range = range, Service = "smtp", Order = order, IsAscending = isAscending, Offset = 5, Limit = 400 };
            SpanCover cover = SpanCover.Of(store.Connection, range, SpanKind.Day, SourceSpans.WithSources);
            StoredService service = StoredService.Find(store.Connection, "smtp", null)!;

            Assert.Equal(StoreOfSources.Plainly(store, question).Skip(5).Take(400), ranking.Read(cover, service, question).Rows);
            Assert.Equal(StoreOfSources.Plainly(store, question with { Order = SourceOrder.Flows, IsAscending = false }).Take(9).Select(static row => row.Source), ranking.Top(cover, service, 9).Select(static row => row.Source));
        }
    }

    [Theory]
    [InlineData(24)]
    [InlineData(1)]
    public void Trends_ByColumns_AreTheFlowsOfTheirSpans(int parts)
    {
        using StoreReader store = StoreReader.Open(stored.Folder);
        TimeRange range = StoreOfSources.Ranges[1];
        SpanCover cover = SpanCover.Of(store.Connection, range, SpanKind.Day, SourceSpans.WithSources);
        StoredService service = StoredService.Find(store.Connection, "all", null)!;
        IReadOnlyList<RankedSource> rows = new SourcesQuery(store, new TrafficOptions().Bands).Ask(new SourcesQuestion { Range = range, Limit = 700, TrendParts = 0, IsAscending = true }).Rows;

        SourceTrends byColumns = SourceTrends.Read(store.Connection, cover, service, rows, parts, areFew: false);
        SourceTrends lookedUp = SourceTrends.Read(store.Connection, cover, service, rows, parts, areFew: true);

        Assert.Equal(700, rows.Count);
        Assert.Equal(rows.Select(row => lookedUp.Of(row.Source)), rows.Select(row => byColumns.Of(row.Source)));
        Assert.All(rows, row => Assert.Equal((row.Flows, parts), (byColumns.Of(row.Source).Sum(), byColumns.Of(row.Source).Count)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(101)]
    [InlineData(700)]
    [InlineData(5_000)]
    public void Top_OfAnyLength_IsThePlainRankingOfEachService(int count)
    {
        using StoreReader store = StoreReader.Open(stored.Folder);

        IReadOnlyList<SourceReport> rows = new TopSourcesQuery(store).Ask(StoreOfSources.Whole, null, null, count).Rows;

        IEnumerable<RankedSource> plain = ((string[])["smtp", "all"]).SelectMany(service => StoreOfSources.Plainly(store, new SourcesQuestion { Range = StoreOfSources.Whole, Service = service }).Take(count == 0 ? int.MaxValue : count));
        Assert.Equal(
            plain.Select(static row => (row.Source, (ulong)row.Flows, (ulong)row.Packets, (ulong)row.Octets, row.Destinations)),
            rows.Select(static row => (row.Source, row.Flows, row.Packets, row.Octets, row.Destinations)));
    }

    [Fact]
    public void Read_OfMoreSourcesThanThereIsRoomFor_SaysSo()
    {
        using StoreReader store = StoreReader.Open(stored.Folder);
        StoredService service = StoredService.Find(store.Connection, "all", null)!;

        // The first of columns, the other of rows.
        foreach (TimeRange range in (TimeRange[])[StoreOfSources.Ranges[2], StoreOfSources.Ranges[4]])
        {
            SpanCover cover = SpanCover.Of(store.Connection, range, SpanKind.Day, SourceSpans.WithSources);
            int count = Read(int.MaxValue).Count;

            Assert.True(count > 100);
            Assert.Equal(count, Read(count).Count);
            Assert.Contains("shorter time", Assert.Throws<StoreException>(() => Read(count - 1)).Message, StringComparison.Ordinal);

            SummedSources Read(int most) => SummedSources.Read(store.Connection, cover, service.Id, SourceColumns.All, network: null, most);
        }
    }

    [Fact]
    public void Columns_AreReadWhereTheyAre_AndRowsWhereTheyAreNot()
    {
        using StoreReader store = StoreReader.Open(stored.Folder);
        SourcesQuestion question = new() { Range = StoreOfSources.Ranges[1], Service = "all", IsAscending = true, Limit = 20, TrendParts = 0 };
        List<string> statements = [];
        SQLitePCL.raw.sqlite3_trace(store.Connection.Handle, (_, statement) => statements.Add(statement), null);

        new SourcesQuery(store, new TrafficOptions().Bands).Ask(question);

        SQLitePCL.raw.sqlite3_trace(store.Connection.Handle, (SQLitePCL.strdelegate_trace?)null, null);
        SpanCover cover = SpanCover.Of(store.Connection, question.Range, SpanKind.Day, SourceSpans.WithSources);
        int longer = cover.Longer.Count(static octet => octet == ',') + 1;
        Assert.True(longer > 20 && cover.Count > longer);
        Assert.Equal(3 * longer, statements.Count(static statement => statement.Contains("FROM source_columns c CROSS", StringComparison.Ordinal)));

        // One reads the rows of windows, the other those of the page.
        Assert.Equal(1, statements.Count(static statement => statement.Contains("FROM spans s CROSS JOIN sources r", StringComparison.Ordinal)));
        Assert.Equal(1, statements.Count(static statement => statement.Contains("FROM sources\n", StringComparison.Ordinal)));
    }
}
