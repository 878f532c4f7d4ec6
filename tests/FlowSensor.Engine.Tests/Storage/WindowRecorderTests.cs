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
}
