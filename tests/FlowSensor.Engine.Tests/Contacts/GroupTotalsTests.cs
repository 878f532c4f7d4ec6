using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Contacts;
using FlowSensor.Engine.Contacts.Institutions;
using FlowSensor.Engine.Routes;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Tests.Traffic;
using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Flows;

namespace FlowSensor.Engine.Tests.Contacts;

public sealed class GroupTotalsTests : IDisposable
{
    private const long Midnight = 1_767_225_600_000;
    private const long Minute = 60_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("flowsensor").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Of_FlowsOfEveryKind_HaveTheirNamesAndUnknown()
    {
        GroupTotals groups = new(ContactTests.Directory(), ContactTests.Tables(("140.132.0.0/16", "203.71.2.5")));
        TrafficAccounting accounting = new(new TrafficOptions(), sink: null, keepSummary: true);
        Add(accounting, "192.192.41.1", "192.0.2.1");
        Add(accounting, "192.192.42.1", "192.0.2.1");
        Add(accounting, "140.132.1.1", "192.0.2.2");
        Add(accounting, "198.51.100.1", "0.0.0.0");
        Add(accounting, "198.51.100.2", "::");
        Add(accounting, "198.51.100.3", "203.71.2.5");
        accounting.Flush();

        IReadOnlyList<GroupTotal> totals = groups.Of(accounting.Summary!);

        Assert.Equal(["192.0.2.1 2", "unknown 2", "192.0.2.2 1", "203.71.2.5 1"], Names(totals, "smtp", GroupSubject.NextHop));
        Assert.Equal(["unknown 3", "Sample Institute 1", "Sample School 1", "Sample University 1"], Names(totals, "smtp", GroupSubject.Institution));
    }

    [Fact]
    public void Of_MoreNextHopsThanRoom_KeepsTheGreatestAndSumsTheRest()
    {
        GroupTotals groups = new(ContactDirectory.Empty, new RouterTables([]), maximum: 2);
        TrafficAccounting accounting = new(new TrafficOptions(), sink: null, keepSummary: true);
        for (int hop = 1; hop <= 5; hop++)
        {
            for (int flow = 0; flow < hop; flow++)
            {
                Add(accounting, $"198.51.{hop}.{flow}", $"192.0.2.{hop}");
            }
        }

        Add(accounting, "198.51.100.1", "::");
        accounting.Flush();

        Assert.Equal(["other 6", "192.0.2.5 5", "192.0.2.4 4", "unknown 1"], Names(groups.Of(accounting.Summary!), "all", GroupSubject.NextHop));
    }

    [Theory]
    [InlineData(1_000_000, 4)]
    [InlineData(16, 512)]
    public void Of_RandomFlows_SumToTheTotalOfEveryService(int mostSources, int maximum)
    {
        Random random = new(20260131);
        GroupTotals groups = new(ContactTests.Directory(), ContactTests.Tables(("192.0.2.0/28", "203.71.2.5")), maximum);
        int windows = 0;
        CollectingSink sink = new(window =>
        {
            windows++;
            AssertWhole(window, groups.Of(window));
        });
        TrafficAccounting accounting = new(new TrafficOptions { MaxSources = mostSources }, sink, keepSummary: true);
        for (int i = 0; i < 5_000; i++)
        {
            FlowRecord record = Flow.Random(random, 60, 20);
            record.NextHop = random.Next(3) == 0 ? default : IpAddress.FromIPv4(0xC633_6400 + (uint)random.Next(12));
            accounting.Add(ref record, Midnight + (i * 50));
            accounting.Advance(Midnight + (i * 50));
        }

        accounting.Flush();

        Assert.Equal(5, windows);
        AssertWhole(accounting.Summary!, groups.Of(accounting.Summary!));
    }

    [Fact]
    public void Store_WindowsAndHours_SumToTheServiceWithUnknown()
    {
        GroupTotals groups = new(ContactTests.Directory(), ContactTests.Tables(("140.132.0.0/16", "203.71.2.5")));
        TrafficOptions options = new();
        using (SensorStore store = SensorStore.Open(new StoreOptions { Path = _folder }))
        {
            WindowRecorder recorder = new(options, store.Add, static () => [], groups.Of);
            TrafficAccounting accounting = new(options, recorder);
            for (int i = 0; i < 150; i++)
            {
                FlowRecord record = Flow.Tcp(i % 3 == 0 ? "192.192.41.1" : "198.51.100.1", "203.0.113.1", 40_000, 25);
                record.NextHop = i % 2 == 0 ? Flow.Address("192.0.2.1") : default;
                accounting.Add(ref record, Midnight + (i * Minute));
                accounting.Advance(Midnight + (i * Minute));
            }

            accounting.Flush();
            recorder.Complete();
        }

        using StoreReader reader = StoreReader.Open(_folder);
        IEnumerable<string> Ask(GroupSubject by, long from, long to, int count) => new TopGroupsQuery(reader)
            .Ask(new TimeRange(Midnight + (from * Minute), Midnight + (to * Minute)), by, "smtp", "request", count).Rows
            .Select(static row => $"{row.Name} {row.Flows}");
        Assert.Equal(["Sample Institute 50", "unknown 100"], Ask(GroupSubject.Institution, 0, 150, 0));
        Assert.Equal(["192.0.2.1 75", "unknown 75"], Ask(GroupSubject.NextHop, 0, 150, 1));
        Assert.Equal(["Sample Institute 10", "unknown 20"], Ask(GroupSubject.Institution, 30, 60, 1));
        Assert.Equal(3, new TopGroupsQuery(reader).Ask(new TimeRange(Midnight, Midnight + (150 * Minute)), GroupSubject.NextHop, null, null, 0).Spans);
    }

    private static void AssertWhole(TrafficSpan span, IReadOnlyList<GroupTotal> totals)
    {
        foreach (ServiceTotal service in span.Services)
        {
            foreach (GroupSubject by in Enum.GetValues<GroupSubject>())
            {
                TrafficCounts sum = default;
                foreach (GroupTotal total in totals.Where(total => total.By == by && total.ServiceDirection == service.ServiceDirection))
                {
                    sum.Add(total.Counts);
                }

                Assert.Equal(service.Counts, sum);
            }
        }

        Assert.Contains(totals, static total => total.Name == GroupTotal.Unknown);
    }

    private static IEnumerable<string> Names(IReadOnlyList<GroupTotal> totals, string service, GroupSubject by) => totals
        .Where(total => total.By == by && total.ServiceDirection.Service == service && total.ServiceDirection.Direction != TrafficDirection.Response)
        .Select(static total => $"{total.Name} {total.Counts.Flows}");

    private static void Add(TrafficAccounting accounting, string source, string nextHop)
    {
        FlowRecord record = Flow.Tcp(source, "203.0.113.1", 40_000, 25);
        record.NextHop = Flow.Address(nextHop);
        accounting.Add(ref record, Midnight);
    }
}
