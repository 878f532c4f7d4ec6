using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.Columns;
using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Tests.Storage.Columns;

/// <summary>Hours and days without columns, and what becomes of columns as a store is written on.</summary>
public sealed class OlderStoreTests : IDisposable
{
    private const string Columns = "SELECT count(*) FROM source_columns";
    private const string SpansWithColumns = "SELECT count(DISTINCT span) FROM source_columns";
    private const string LongSpans = "SELECT count(*) FROM spans WHERE kind > 0";

    private readonly StoreOfSources _stored = new();

    public void Dispose() => _stored.Dispose();

    [Fact]
    public void Ask_WithColumnsOfSomeSpans_IsThePlainRanking()
    {
        Assert.Equal(_stored.Change(LongSpans), _stored.Change(SpansWithColumns));
        _stored.Change("DELETE FROM source_columns WHERE span % 2 = 0");
        Check(StoreOfSources.Ranges[1]);
        Check(StoreOfSources.Ranges[3]);
        _stored.Change("DELETE FROM source_columns");
        Assert.Equal(0, _stored.Change(Columns));
        Check(StoreOfSources.Ranges[1]);
    }

    [Fact]
    public void Fill_AfterAnHour_IsOfTwentyFourOthers()
    {
        long spans = _stored.Change(LongSpans);
        _stored.Change("DELETE FROM source_columns");
        OlderSpans older = new();
        using (StoreWriter writer = StoreWriter.Open(new StoreOptions { Path = _stored.Folder }, isDurable: false))
        {
            Assert.False(older.IsDue);
            older.HourStored();
            Fill(older, writer);
            Assert.True(spans > 26);
            Assert.Equal(24, _stored.Change(SpansWithColumns));
            Check(StoreOfSources.Ranges[1]);

            // One that is gone by then, and one that was written in the meantime.
            _stored.Change("PRAGMA foreign_keys = ON; DELETE FROM spans WHERE id = (SELECT min(id) FROM spans WHERE kind = 1)");
            writer.FillOlder(_stored.Change("SELECT min(id) FROM spans WHERE kind = 1"));
            older.HourStored();
            Fill(older, writer);
        }

        Assert.Equal(spans - 1, _stored.Change(SpansWithColumns));
        older.HourStored();
        Assert.False(older.IsDue);
        Check(StoreOfSources.Whole);
    }

    [Fact]
    public void Fill_NothingToFill_IsLookedForOnce()
    {
        OlderSpans older = new();
        using StoreWriter writer = StoreWriter.Open(new StoreOptions { Path = _stored.Folder }, isDurable: false);
        older.HourStored();
        Assert.True(older.IsDue);
        older.FillOne(writer);
        older.HourStored();
        Assert.False(older.IsDue);
    }

    [Fact]
    public void Hour_BesideAnOlderOneThatFails_IsStored()
    {
        long spans = _stored.Change(LongSpans);
        long bad = _stored.Change("SELECT id FROM spans WHERE kind > 0 ORDER BY start DESC LIMIT 1");
        _stored.Change($"DELETE FROM source_columns; CREATE TRIGGER bad BEFORE INSERT ON source_columns WHEN NEW.span = {bad} BEGIN SELECT RAISE(ABORT, 'no'); END");
        List<string> told = [];
        using SensorStore store = SensorStore.Open(new StoreOptions { Path = _stored.Folder });
        store.OlderLeft += failure =>
        {
            lock (told)
            {
                told.Add(failure.Message);
            }
        };

        store.Add(LastHour(0));
        Await(() => Told() == 1);
        store.Add(LastHour(1));

        // Its twenty-four others, and the two hours, of which only the first has sources.
        Await(() => _stored.Change(SpansWithColumns) == 25);
        Assert.Equal((0L, 2L, 1, null), (store.Lost, store.Written, Told(), store.Failure));
        Assert.Equal(spans + 2, _stored.Change(LongSpans));
        Assert.Equal(0, _stored.Change($"SELECT count(*) FROM source_columns WHERE span = {bad}"));

        int Told()
        {
            lock (told)
            {
                return told.Count;
            }
        }
    }

    [Fact]
    public void Hour_ThatIsWrittenAgain_HasTheColumnsOfItsNewSources()
    {
        long before = _stored.Change(Columns);
        long start = StoreOfSources.Midnight + (5 * StoreOfSources.Hour);
        ServiceDirection service = new(0, "all", TrafficDirection.Any, false);
        SourceTraffic source = new()
        {
            Source = IpAddress.Parse("203.0.113.77"),
            Counts = new TrafficCounts { Flows = 77_000, Packets = 78_000, Octets = 79_000 },
            Destinations = 5,
            First = start,
            Last = start + 1,
            ExporterIndex = 0,
        };
        using (SensorStore store = SensorStore.Open(new StoreOptions { Path = _stored.Folder }))
        {
            store.Add(new StoredSpan { Kind = SpanKind.Window, Start = start, End = start + 60_000, Sources = [new StoredSources(service, [source])] });
            store.Add(new StoredSpan { Kind = SpanKind.Hour, Start = start, End = start + StoreOfSources.Hour });
        }

        Assert.Equal(before, _stored.Change(Columns));
        Check(new TimeRange(start, start + StoreOfSources.Hour));
        using StoreReader reader = StoreReader.Open(_stored.Folder);
        RankedSource last = new SourcesQuery(reader, [10]).Ask(new SourcesQuestion { Range = new TimeRange(start, start + StoreOfSources.Hour), IsAscending = true, Limit = 100_000, TrendParts = 0 }).Rows[^1];
        Assert.Equal(("203.0.113.77", 77_000L, 78_000L, 79_000L), (last.Source, last.Flows, last.Packets, last.Octets));
    }

    [Fact]
    public void Span_ThatIsDeleted_TakesItsColumnsAlong()
    {
        _stored.Change("PRAGMA foreign_keys = ON; DELETE FROM spans WHERE kind > 0");
        Assert.Equal(0, _stored.Change(Columns));
    }

    [Theory]
    [InlineData("x''")]
    [InlineData("x'80'")]
    [InlineData("x'FFFFFFFFFF0F00'")]
    [InlineData("x'0300'")]
    [InlineData("x'000201'")]
    public void Ask_OfADamagedColumn_SaysSo(string octets)
    {
        // From the column that is read last to the first.
        foreach (int column in (int[])[10, 3, 0])
        {
            _stored.Change($"UPDATE source_columns SET data = {octets} WHERE name = {column}");
            using StoreReader store = StoreReader.Open(_stored.Folder);
            SourcesQuestion question = new() { Range = StoreOfSources.Whole, IsAscending = true, Limit = 100_000, TrendParts = 0 };

            Assert.Contains("damaged", Assert.Throws<StoreException>(() => new SourcesQuery(store, [10]).Ask(question)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Sums_ThatAreTooLarge_AreTheMost()
    {
        _stored.Change("DELETE FROM source_columns; UPDATE sources SET octets = 9223372036854775806, packets = 4611686018427387903");
        CheckLargest();
        using (StoreWriter writer = StoreWriter.Open(new StoreOptions { Path = _stored.Folder }, isDurable: false))
        {
            writer.OlderSpans().ToList().ForEach(writer.FillOlder);
        }

        CheckLargest();
    }

    private static StoredSpan LastHour(int further)
    {
        long start = StoreOfSources.Whole.To!.Value + ((further - 1) * StoreOfSources.Hour);
        return new StoredSpan { Kind = SpanKind.Hour, Start = start, End = start + StoreOfSources.Hour };
    }

    private static void Await(Func<bool> condition) => Assert.True(SpinWait.SpinUntil(condition, TimeSpan.FromMinutes(2)));

    private static void Fill(OlderSpans older, StoreWriter writer)
    {
        while (older.IsDue)
        {
            older.FillOne(writer);
        }
    }

    private void CheckLargest()
    {
        using StoreReader store = StoreReader.Open(_stored.Folder);
        TimeRange day = StoreOfSources.Ranges[3];
        SpanCover cover = SpanCover.Of(store.Connection, day, SpanKind.Day, SourceSpans.WithSources);
        SummedSources sums = SummedSources.Read(store.Connection, cover, StoredService.Find(store.Connection, "all", null)!.Id, SourceColumns.All, network: null);
        HashSet<long> octets = [.. sums.Values(SourceColumn.Octets).AsSpan(0, sums.Count)];
        HashSet<long> packets = [.. sums.Values(SourceColumn.Packets).AsSpan(0, sums.Count)];

        // Of one span, or of more.
        Assert.Equal([long.MaxValue - 1, long.MaxValue], octets.Order());
        Assert.Equal([long.MaxValue / 2, long.MaxValue - 1, long.MaxValue], packets.Order());
    }

    private void Check(TimeRange range)
    {
        using StoreReader store = StoreReader.Open(_stored.Folder);
        SourcesQuestion question = new() { Range = range, Service = "all", Order = SourceOrder.Last, IsAscending = true, Limit = 400, TrendParts = 0 };
        Assert.Equal(StoreOfSources.Plainly(store, question).Take(400), new SourcesQuery(store, new TrafficOptions().Bands).Ask(question).Rows);
    }
}
