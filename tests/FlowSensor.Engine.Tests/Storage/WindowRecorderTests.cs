using FlowSensor.Engine.Collection;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Flows;

namespace FlowSensor.Engine.Tests.Storage;

public sealed class WindowRecorderTests
{
    private const long Start = 1_767_225_600_000;
    private const long Minute = 60_000;

    private static readonly ExporterIdentity First = new(IpAddress.Parse("192.0.2.1"), 9, 0);
    private static readonly ExporterIdentity Second = new(IpAddress.Parse("192.0.2.2"), 10, 7);

    [Fact]
    public void OnWindow_SeveralCloseAtOnce_EachKnowsWhoseItsTotalsAre()
    {
        Queue<ExporterLedger[]> came = new(
        [
            [new() { ExporterIndex = 0, Exporter = First, Records = 3, Sampling = 100 }, new() { ExporterIndex = 1, Exporter = Second, Records = 1 }],
        ]);
        List<StoredSpan> spans = [];
        WindowRecorder recorder = new(new TrafficOptions(), spans.Add, () => came.TryDequeue(out ExporterLedger[]? ledgers) ? ledgers : []);
        TrafficAccounting accounting = new(new TrafficOptions(), recorder, keepSummary: false);
        foreach ((long time, int exporter) in new[] { (Start, 0), (Start, 1), (Start + Minute, 0), (Start + (2 * Minute), 0) })
        {
            FlowRecord record = new() { Source = IpAddress.Parse("198.51.100.1"), Protocol = 17, Packets = 1, Octets = 100, ExporterIndex = exporter, SamplingInterval = 1 };
            accounting.Add(ref record, time);
        }

        accounting.Flush();

        StoredSpan[] windows = [.. spans.Where(static span => span.Kind == SpanKind.Window)];
        Assert.Equal([2, 1, 1], windows.Select(static window => window.Totals.Select(static total => total.ExporterIndex).Distinct().Count()));
        foreach (StoredSpan window in windows)
        {
            HashSet<int> named = [.. window.Ledgers.Select(static ledger => ledger.ExporterIndex)];
            Assert.All(window.Totals, total => Assert.Contains(total.ExporterIndex, named));
        }

        // What came is counted once, whoever names the exporters.
        Assert.Equal(4, windows.Sum(static window => window.Ledgers.Sum(static ledger => ledger.Records)));
        Assert.Equal([(First, 100L), (First, 100L)], windows[1..].Select(static window => (Assert.Single(window.Ledgers).Exporter, window.Ledgers[0].Sampling!.Value)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void OnWindow_InBackground_GivesWhatTheForegroundGives(int seed)
    {
        List<StoredSpan> expected = Record(seed, new TrafficOptions(), inBackground: false);
        List<StoredSpan> spans = Record(seed, new TrafficOptions(), inBackground: true);

        Assert.Equal(expected.Select(Text), spans.Select(Text));
        Assert.Equal(12, spans.Count(static span => span.Kind == SpanKind.Window));
    }

    [Fact]
    public void OnWindow_InBackground_RecordsGoOnMeanwhile()
    {
        using ManualResetEventSlim mayRecord = new(false);
        List<StoredSpan> spans = [];
        WindowRecorder recorder = new(new TrafficOptions(), spans.Add, static () => [], _ => Wait(mayRecord), inBackground: true);
        TrafficAccounting accounting = new(new TrafficOptions(), recorder);
        for (int i = 0; i < 3_000; i++)
        {
            Add(accounting, Start + (i / 1_500 * Minute), (uint)(i % 700));
        }

        accounting.Advance(Start + Minute);
        for (int i = 0; i < 500; i++)
        {
            Add(accounting, Start + (2 * Minute), (uint)i);
        }

        Assert.Empty(spans);
        mayRecord.Set();
        accounting.Flush();
        recorder.Complete();

        Assert.Equal([(1_500UL, 700L), (1_500UL, 700L), (500UL, 500L)], spans.Where(static span => span.Kind == SpanKind.Window).Select(static span => (span.Services[^1].Counts.Flows, span.SourceCount)));
    }

    [Fact]
    public void OnWindow_TablesMoreThanAQuarterFull_AreRecordedAtOnce()
    {
        int recordedOn = 0;
        WindowRecorder recorder = new(new TrafficOptions(), _ => recordedOn = Environment.CurrentManagedThreadId, static () => [], inBackground: true);
        TrafficAccounting accounting = new(new TrafficOptions { MaxSources = 100 }, recorder);
        for (uint source = 0; source < 1_000; source++)
        {
            Add(accounting, Start, source % 100, port: (source % 3) switch { 0 => 25u, 1 => 53u, _ => 443u });
        }

        accounting.Advance(Start + Minute);

        Assert.Equal(Environment.CurrentManagedThreadId, recordedOn);
    }

    [Fact]
    public void OnWindow_FailureInBackground_IsToldOnceAndTheRestIsRecorded()
    {
        bool hasFailed = false;
        List<StoredSpan> spans = [];
        void Keep(StoredSpan span)
        {
            if (!hasFailed)
            {
                hasFailed = true;
                throw new StoreException("The disk has gone.");
            }

            spans.Add(span);
        }

        WindowRecorder recorder = new(new TrafficOptions(), Keep, static () => [], inBackground: true);
        TrafficAccounting accounting = new(new TrafficOptions(), recorder);
        for (int window = 0; window < 4; window++)
        {
            Add(accounting, Start + (window * Minute), 1);
        }

        accounting.Advance(Start + Minute);
        Assert.Throws<StoreException>(() => accounting.Advance(Start + (2 * Minute)));
        accounting.Flush();
        recorder.Complete();

        Assert.Equal([Start + (2 * Minute), Start + (3 * Minute)], spans.Where(static span => span.Kind == SpanKind.Window).Select(static span => span.Start));
    }

    // What a window of thousands of sources leaves behind is what a collection in its close has to move, and all threads wait for that.
    [Fact]
    public void OnWindow_AfterTheFirst_AllocatesWhatIsStoredAndLittleElse()
    {
        const int Sources = 20_000;
        const int Stored = 120;
        long rows = 0;
        WindowRecorder recorder = new(new TrafficOptions { KeepOverFlows = 0 }, span => rows += span.Sources.Sum(static kept => kept.Sources.Count), static () => []);
        TrafficAccounting accounting = new(new TrafficOptions { KeepOverFlows = 0 }, recorder);
        long allocated = 0;
        for (int window = 0; window < 3; window++)
        {
            for (uint source = 0; source < Sources; source++)
            {
                Add(accounting, Start + (window * Minute), source, port: 25);
            }

            rows = 0;
            long before = GC.GetAllocatedBytesForCurrentThread();
            accounting.Advance(Start + ((window + 1) * Minute));
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(2 * 10_000, rows);
        Assert.InRange(allocated, rows * Stored, (rows * Stored) + 100_000);
    }

    private static List<StoredSpan> Record(int seed, TrafficOptions options, bool inBackground)
    {
        Random random = new(seed);
        List<StoredSpan> spans = [];
        WindowRecorder recorder = new(options, spans.Add, static () => [], inBackground: inBackground);
        TrafficAccounting accounting = new(options, recorder);
        for (int i = 0; i < 24_000; i++)
        {
            long time = Start + (i / 2_000 * Minute);
            accounting.Advance(time - (Minute / 2));
            Add(accounting, time, (uint)random.Next(3_000), (uint)random.Next(3) switch { 0 => 25, 1 => 53, _ => 443 });
        }

        accounting.Flush();
        recorder.Complete();
        return spans;
    }

    private static void Add(TrafficAccounting accounting, long time, uint source, uint port = 25)
    {
        FlowRecord record = new()
        {
            Source = IpAddress.FromIPv4(0xC633_6400u + source),
            Destination = IpAddress.FromIPv4(0xC000_0200u + (source % 7)),
            DestinationPort = port,
            SourcePort = 40_000,
            Protocol = 6,
            TcpFlags = 0x1B,
            Packets = 1 + source,
            Octets = 100 + source,
            SamplingInterval = 1,
            First = time,
            Last = time,
        };
        accounting.Add(ref record, time);
    }

    private static GroupTotal[] Wait(ManualResetEventSlim signal)
    {
        Assert.True(signal.Wait(TimeSpan.FromSeconds(30)));
        return [];
    }

    private static string Text(StoredSpan span) => string.Join('\n', (string[])
    [
        $"{span.Kind} {span.Start} {span.End} {span.SourceCount}", .. span.Services.Select(static total => total.ToString()), .. span.Totals.Select(static total => total.ToString()),
        .. span.Bands.Select(static total => total.ToString()), .. span.Sources.SelectMany(static kept => kept.Sources.Select(source => $"{kept.ServiceDirection} {source}")),
    ]);
}
