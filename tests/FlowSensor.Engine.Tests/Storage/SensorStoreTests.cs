using FlowSensor.Engine.Capturing;
using FlowSensor.Engine.Collection;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.Incidents;
using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Flows;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Tests.Storage;

public sealed class SensorStoreTests : IDisposable
{
    private const long Midnight = 1_767_225_600_000;
    private const long Hour = 3_600_000;
    private const long Minute = 60_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("flowsensor").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Store_WindowsOfADay_AnswersEqualTheAccounting()
    {
        TrafficSummary summary = Record(records: 5_000, from: Midnight, length: 24 * Hour, out ServiceDirection request);

        using StoreReader reader = StoreReader.Open(_folder);
        TimeRange day = new(Midnight, Midnight + (24 * Hour));
        StoreAnswer<BucketReport> pairs = new BandsQuery(reader).Ask(day, "smtp", "request", BandSubject.Pair);
        StoreAnswer<BucketReport> sources = new BandsQuery(reader).Ask(day, "smtp", "request", BandSubject.Source);
        StoreAnswer<SourceReport> top = new TopSourcesQuery(reader).Ask(day, "smtp", "request", 10);

        Assert.Equal((1, 1), (pairs.Spans, sources.Spans));
        Assert.Equal(Bands(summary, request, BandSubject.Pair), Bands(pairs));
        Assert.Equal(Bands(summary, request, BandSubject.Source), Bands(sources));
        Assert.Equal(1.0, pairs.Rows.Sum(static row => row.KeyRatio!.Value), 4);
        Assert.Equal(
            summary.TopSources(request, 10).Select(static source => (source.Source.ToString(), source.Counts.Flows, source.Counts.Packets, source.Counts.Octets)),
            top.Rows.Select(static row => (row.Source, row.Flows, row.Packets, row.Octets)));
    }

    [Fact]
    public void Store_RangeWithinAnHour_UsesWindowsAndHoursOnce()
    {
        Record(records: 2_000, from: Midnight, length: 4 * Hour, out _);

        using StoreReader reader = StoreReader.Open(_folder);
        ulong Flows(long from, long to) => new TopSourcesQuery(reader).Ask(new TimeRange(from, to), "smtp", "request", 0).Rows.Aggregate(0UL, static (sum, row) => sum + row.Flows);
        ulong whole = Flows(Midnight, Midnight + (4 * Hour));
        ulong parts = Flows(Midnight, Midnight + (30 * Minute)) + Flows(Midnight + (30 * Minute), Midnight + (3 * Hour) + (30 * Minute)) + Flows(Midnight + (3 * Hour) + (30 * Minute), Midnight + (4 * Hour));

        Assert.Equal(2_000UL, whole);
        Assert.Equal(whole, parts);
        Assert.Equal(1, new TopSourcesQuery(reader).Ask(new TimeRange(Midnight, Midnight + (4 * Hour)), null, null, 1).Spans);
        Assert.Equal(3, new TopSourcesQuery(reader).Ask(new TimeRange(Midnight, Midnight + (3 * Hour)), null, null, 1).Spans);
    }

    [Fact]
    public void Add_ManySmallItemsAndOneThatCannotBeWritten_OthersAreWritten()
    {
        using (SensorStore store = SensorStore.Open(new StoreOptions { Path = _folder }))
        {
            for (int time = 1; time <= 600; time++)
            {
                store.Add(time == 300 ? new Unwritten() : new StoredDetectorState(time, [(byte)time]));
            }

            store.Dispose();
            Assert.Equal(1, store.Lost);
        }

        using StoreReader reader = StoreReader.Open(_folder);
        Assert.Equal([(byte)(600 % 256)], new DetectorStateQuery(reader).Ask()!);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Store_DayOfFewHours_HasTheSumsOfTheirSources(int hours)
    {
        Record(records: 2_000, from: Midnight, length: hours * Hour, out _);

        using StoreReader reader = StoreReader.Open(_folder);
        const string OfHours = """
            SELECT r.service, r.source, sum(r.flows), sum(r.packets), sum(r.octets), sum(r.estimated_packets), sum(r.estimated_octets), max(r.destinations), sum(r.syn_packets), min(r.first), max(r.last), max(r.next_hop)
            FROM spans s JOIN sources r ON r.span = s.id WHERE s.kind = 1 GROUP BY r.service, r.source
            """;
        const string OfDay = """
            SELECT r.service, r.source, r.flows, r.packets, r.octets, r.estimated_packets, r.estimated_octets, r.destinations, r.syn_packets, r.first, r.last, r.next_hop
            FROM spans s JOIN sources r ON r.span = s.id WHERE s.kind = 2
            """;
        Assert.Equal(hours, Count(reader, "SELECT count(*) FROM spans WHERE kind = 1"));
        Assert.True(Count(reader, $"SELECT count(*) FROM ({OfDay})") > 100);
        Assert.Equal(0, Count(reader, $"SELECT count(*) FROM (SELECT * FROM ({OfDay}) EXCEPT {OfHours})") + Count(reader, $"SELECT count(*) FROM ({OfHours} EXCEPT {OfDay})"));
    }

    [Fact]
    public void Store_Ledgers_AreSummedByExporter()
    {
        ExporterIdentity exporter = new(IpAddress.Parse("192.0.2.1"), 9, 7);
        using (SensorStore store = Open())
        {
            for (int i = 0; i < 3; i++)
            {
                long start = Midnight + (i * Minute);
                store.Add(new StoredSpan
                {
                    Kind = SpanKind.Window,
                    Start = start,
                    End = start + Minute,
                    Ledgers =
                    [
                        new ExporterLedger
                        {
                            ExporterIndex = 0,
                            Exporter = exporter,
                            Datagrams = 10,
                            Decoded = 8,
                            Dropped = new Dictionary<string, long> { ["malformed"] = 2, ["late"] = 0 },
                            Records = 100,
                            SequenceLost = 1,
                            Sampling = i == 0 ? null : 512,
                        },
                    ],
                });
            }
        }

        using StoreReader reader = StoreReader.Open(_folder);
        ExporterReport row = Assert.Single(new ExportersQuery(reader).Ask(default).Rows);

        Assert.Equal(("192.0.2.1", 9, 7UL), (row.Exporter, row.Version, row.Domain));
        Assert.Equal((30L, 24L, 300L, 3L, 512L), (row.Datagrams, row.Decoded, row.Records, row.SequenceLost, row.Sampling));
        Assert.Equal(new Dictionary<string, long> { ["malformed"] = 6 }, row.Dropped);
    }

    [Fact]
    public void Store_Interfaces_AreSummedOverWindowsAndHours()
    {
        List<InterfaceCounters> counters = [new() { Interface = "eth1", Seen = 100, Delivered = 90, KernelDropped = 10, QueueFull = 5, InterfaceDropped = 1 }];
        InterfaceDeltas deltas = new(() => counters);
        using (SensorStore store = Open())
        {
            for (int minute = 0; minute < 3; minute++)
            {
                store.Add(new StoredSpan { Kind = SpanKind.Window, Start = Midnight + (minute * Minute), End = Midnight + ((minute + 1) * Minute), Interfaces = deltas.Take() });
                counters[0] = counters[0] with { Seen = counters[0].Seen + 7, KernelDropped = counters[0].KernelDropped + 2 };
            }

            // Opened anew: its account begins at zero again.
            counters[0] = new InterfaceCounters { Interface = "eth1", Seen = 3, Delivered = 3 };
            store.Add(new StoredSpan { Kind = SpanKind.Window, Start = Midnight + (3 * Minute), End = Midnight + (4 * Minute), Interfaces = deltas.Take() });
            store.Add(new StoredSpan { Kind = SpanKind.Hour, Start = Midnight, End = Midnight + Hour });
        }

        using StoreReader reader = StoreReader.Open(_folder);
        InterfaceCounters whole = new() { Interface = "eth1", Seen = 117, Delivered = 93, KernelDropped = 14, QueueFull = 5, InterfaceDropped = 1 };
        Assert.Equal([whole], new InterfacesQuery(reader).Ask(new TimeRange(Midnight, Midnight + Hour)).Rows);
        Assert.Equal([whole with { Seen = 7, Delivered = 0, KernelDropped = 2, QueueFull = 0, InterfaceDropped = 0 }], new InterfacesQuery(reader).Ask(new TimeRange(Midnight + Minute, Midnight + (2 * Minute))).Rows);
    }

    [Fact]
    public void Store_SameWindowTwice_AddsUp()
    {
        Record(records: 100, from: Midnight, length: Minute, out _);
        Record(records: 100, from: Midnight, length: Minute, out _);

        using StoreReader reader = StoreReader.Open(_folder);
        StoreAnswer<BucketReport> bands = new BandsQuery(reader).Ask(new TimeRange(Midnight, Midnight + Minute), "smtp", "request", BandSubject.Source);

        Assert.Equal(200UL, bands.Rows.Aggregate(0UL, static (sum, row) => sum + row.Flows));
    }

    [Fact]
    public void Ask_BandsOfAServiceNobodyStored_AnswerIsEmpty()
    {
        Record(records: 100, from: Midnight, length: Minute, out _);

        using StoreReader reader = StoreReader.Open(_folder);
        StoreAnswer<BucketReport> bands = new BandsQuery(reader).Ask(new TimeRange(null, null), "nosuch", null, null);

        Assert.Empty(bands.Rows);
        Assert.InRange(bands.To.ToUnixTimeMilliseconds(), Midnight, Midnight + (24 * Hour));
    }

    [Fact]
    public void Store_OldSpans_AreDeletedByTheAgeOfTheData()
    {
        using (SensorStore store = Open())
        {
            store.Add(new StoredSpan { Kind = SpanKind.Window, Start = Midnight, End = Midnight + Minute });
            store.Add(new StoredSpan { Kind = SpanKind.Hour, Start = Midnight, End = Midnight + Hour });
            long later = Midnight + (100 * 24 * Hour);
            store.Add(new StoredSpan { Kind = SpanKind.Window, Start = later, End = later + Minute });
            store.Add(new StoredSpan { Kind = SpanKind.Hour, Start = later, End = later + Hour });
        }

        using StoreReader reader = StoreReader.Open(_folder);
        Assert.Equal([(0L, Midnight + (100 * 24 * Hour)), (1L, Midnight), (1L, Midnight + (100 * 24 * Hour))], Spans(reader));
    }

    [Fact]
    public void Drain_ManySpans_AtMostOneWaitsBesideTheOneThatIsWritten()
    {
        using SensorStore store = SensorStore.Open(new StoreOptions { Path = _folder });
        store.Drain();
        for (int number = 0; number < 60; number++)
        {
            store.Add(new StoredSpan { Kind = SpanKind.Window, Start = Midnight + (number * Minute), End = Midnight + ((number + 1) * Minute) });
            Assert.InRange(store.Written, number - 1, number + 1);
        }

        store.Dispose();
        Assert.Equal((60, 0), (store.Written, store.Lost));
    }

    [Fact]
    public void Open_SecondWriter_IsRefusedAndReadersAreNot()
    {
        using SensorStore store = Open();

        StoreException refused = Assert.Throws<StoreException>(Open);
        Assert.Contains("in use by another sensor", refused.Message, StringComparison.Ordinal);
        using StoreReader reader = StoreReader.Open(_folder);
        Assert.Empty(new TopSourcesQuery(reader).Ask(default, null, null, 0).Rows);
    }

    [Fact]
    public void Open_NothingThere_SaysSo() =>
        Assert.StartsWith("There is no store in '", Assert.Throws<StoreException>(() => StoreReader.Open(_folder)).Message, StringComparison.Ordinal);

    [Fact]
    public void Open_DamagedFile_SaysSo()
    {
        File.WriteAllText(Path.Combine(_folder, "flowsensor.db"), new string('x', 5_000));

        Assert.Contains("is damaged or is no database", Assert.Throws<StoreException>(() => StoreReader.Open(_folder)).Message, StringComparison.Ordinal);
        Assert.Contains("is damaged or is no database", Assert.Throws<StoreException>(Open).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_ForeignDatabase_IsLeftAlone()
    {
        Open().Dispose();
        File.Delete(Path.Combine(_folder, "flowsensor.db"));
        using (SqliteConnection foreign = new($"Data Source={Path.Combine(_folder, "flowsensor.db")};Pooling=False"))
        {
            foreign.Open();
            using SqliteCommand command = foreign.CreateCommand();
            command.CommandText = "CREATE TABLE theirs (a)";
            command.ExecuteNonQuery();
        }

        Assert.Contains("belongs to another program", Assert.Throws<StoreException>(Open).Message, StringComparison.Ordinal);
    }

    private SensorStore Open() => SensorStore.Open(new StoreOptions { Path = _folder });

    private static long Count(StoreReader reader, string sql)
    {
        using SqliteCommand command = reader.Connection.CreateCommand();
#pragma warning disable CA2100 // Constants of the test.
        command.CommandText = sql;
#pragma warning restore CA2100
        return (long)command.ExecuteScalar()!;
    }

    private TrafficSummary Record(int records, long from, long length, out ServiceDirection request)
    {
        TrafficOptions options = new();
        TrafficAccounting accounting;
        using (SensorStore store = Open())
        {
            WindowRecorder recorder = new(options, store.Add, static () => []);
            accounting = new TrafficAccounting(options, recorder, keepSummary: true);
            Random random = new(7);
            for (int i = 0; i < records; i++)
            {
                long time = from + (length * i / records);
                FlowRecord record = new()
                {
                    Source = IpAddress.FromIPv4(0xC633_6400 + (uint)Math.Min(random.Next(200), random.Next(200))),
                    Destination = i % 3 == 0 ? IpAddress.Parse("2001:db8::25") : IpAddress.FromIPv4(0xC000_0200 + (uint)random.Next(4)),
                    SourcePort = 40_000,
                    DestinationPort = 25,
                    Protocol = 6,
                    TcpFlags = 0x1B,
                    Packets = (ulong)random.Next(1, 50),
                    Octets = (ulong)random.Next(60, 50_000),
                    First = time,
                    Last = time,
                };
                accounting.Add(ref record, time);
                accounting.Advance(time - 30_000);
            }

            accounting.Flush();
            recorder.Complete();
        }

        request = accounting.Summary!.Find("smtp", TrafficDirection.Request)!;
        return accounting.Summary;
    }

    private static IEnumerable<(string Band, long Keys, ulong Flows, ulong Octets)> Bands(TrafficSummary summary, ServiceDirection service, BandSubject by) =>
        summary.Bands.Where(band => band.ServiceDirection == service && band.By == by).Select(static band => (band.Band, band.Keys, band.Flows, band.Octets));

    private static IEnumerable<(string Band, long Keys, ulong Flows, ulong Octets)> Bands(StoreAnswer<BucketReport> answer) =>
        answer.Rows.Select(static row => (row.Band, row.Keys, row.Flows, row.Octets));

    private static List<(long Kind, long Start)> Spans(StoreReader reader)
    {
        using SqliteCommand command = reader.Connection.CreateCommand();
        command.CommandText = "SELECT kind, start FROM spans ORDER BY kind, start";
        using SqliteDataReader rows = command.ExecuteReader();
        List<(long Kind, long Start)> spans = [];
        while (rows.Read())
        {
            spans.Add((rows.GetInt64(0), rows.GetInt64(1)));
        }

        return spans;
    }
}
