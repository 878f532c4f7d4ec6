using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Flows;
using FlowSensor.Protocols.Tests.Pcap;

namespace FlowSensor.Engine.Tests.Traffic;

public sealed class TrafficAccountingTests
{
    private const long Minute = 60_000;

    [Theory]
    [InlineData(1, 20_000, 40, 12)]
    [InlineData(2, 20_000, 3000, 500)]
    [InlineData(3, 5_000, 2, 4000)]
    public void Add_RandomRecords_EqualsReference(int seed, int records, int sources, int destinations)
    {
        Random random = new(seed);
        ReferenceAccounting reference = new();
        int windows = 0;
        TrafficAccounting accounting = new(new TrafficOptions(), new CollectingSink(window =>
        {
            windows++;
            Compare(reference, window);
        }));
        for (int count = 0; count < records; count++)
        {
            FlowRecord record = Flow.Random(random, sources, destinations);
            reference.Add(in record);
            accounting.Add(ref record, 5 * Minute);
        }

        accounting.Flush();

        Assert.Equal(1, windows);
        Assert.Equal((ulong)records, accounting.Counters.Records);
        Assert.Equal(0UL, accounting.Counters.TableFull);
    }

    [Fact]
    public void Add_RecordsOfSeveralWindowsOutOfOrder_EachWindowAndTheSummaryEqualReference()
    {
        Random random = new(7);
        Dictionary<long, ReferenceAccounting> references = [];
        ReferenceAccounting whole = new();
        List<long> starts = [];
        TrafficAccounting accounting = new(
            new TrafficOptions { MaxOpenWindows = 16 },
            new CollectingSink(window =>
            {
                starts.Add(window.Start);
                Compare(references[window.Start], window);
            }),
            keepSummary: true);
        for (int count = 0; count < 30_000; count++)
        {
            FlowRecord record = Flow.Random(random, 200, 50);
            long time = (count / 3000 * Minute) + random.NextInt64(2 * Minute);
            long start = time - (time % Minute);
            if (!references.TryGetValue(start, out ReferenceAccounting? reference))
            {
                references[start] = reference = new ReferenceAccounting();
            }

            reference.Add(in record);
            whole.Add(in record);
            accounting.Add(ref record, time);
            if (count % 3000 == 2999)
            {
                accounting.Advance((count / 3000 * Minute) + 1);
            }
        }

        accounting.Flush();

        Assert.Equal([.. references.Keys.Order()], starts);
        Assert.Equal(0UL, accounting.Counters.Late);
        Compare(whole, accounting.Summary!);
    }

    [Fact]
    public void Add_SmallTables_TotalsStayExactAndTheRestIsOther()
    {
        Random random = new(11);
        ReferenceAccounting reference = new();
        TrafficAccounting accounting = new(
            new TrafficOptions { MaxSources = 100, MaxPairs = 20 }, new CollectingSink(_ => { }), keepSummary: true);
        for (int count = 0; count < 20_000; count++)
        {
            FlowRecord record = Flow.Random(random, 5000, 1000);
            reference.Add(in record);
            accounting.Add(ref record, 0);
        }

        TrafficCounters counters = accounting.Counters;
        accounting.Flush();

        Assert.True(counters.TableFull > 10_000);
        Assert.True(counters.PairTableFull > 100);
        Assert.Equal(counters.TableFull, accounting.Counters.TableFull);
        TrafficSummary summary = accounting.Summary!;
        ServiceTotal all = summary.Services[^1];
        Assert.Equal(counters.TableFull, all.Other.Flows);
        Assert.True(all.Sources <= 100);
        foreach (ServiceTotal service in summary.Services)
        {
            Assert.Equal(reference.Totals[(service.ServiceDirection.Service, service.ServiceDirection.Direction)], service.Counts);
            AssertBandsSum(summary, service);
            Assert.Contains(summary.Bands, band => band.ServiceDirection == service.ServiceDirection && band.Band == BandTotal.Other);
        }
    }

    [Fact]
    public void Add_ReverseCounters_AccountsTheOtherDirection()
    {
        TrafficAccounting accounting = new(new TrafficOptions(), new CollectingSink(_ => { }), keepSummary: true);
        FlowRecord record = Flow.Tcp("192.0.2.1", "198.51.100.25", 40_000, 25, packets: 5, octets: 500);
        record.ReversePackets = 7;
        record.ReverseOctets = 900;
        record.ReverseTcpFlags = 0x12;
        accounting.Add(ref record, 1000);
        accounting.Flush();

        TrafficSummary summary = accounting.Summary!;
        Assert.Equal(1UL, accounting.Counters.Records);
        Assert.Equal(1UL, accounting.Counters.ReverseFlows);
        SourceTraffic request = Assert.Single(summary.TopSources(summary.Find("smtp", TrafficDirection.Request)!, 0));
        SourceTraffic response = Assert.Single(summary.TopSources(summary.Find("smtp", TrafficDirection.Response)!, 0));
        Assert.Equal(("192.0.2.1", 500UL), (request.Source.ToString(), request.Counts.Octets));
        Assert.Equal(("198.51.100.25", 900UL), (response.Source.ToString(), response.Counts.Octets));
        Assert.Equal(2UL, summary.Services[^1].Counts.Flows);
    }

    [Fact]
    public void Add_EventOfClosedWindow_GoesToTheOldestPossibleOneAndCountsLate()
    {
        List<(long Start, ulong Flows)> windows = [];
        TrafficAccounting accounting = new(
            new TrafficOptions(), new CollectingSink(window => windows.Add((window.Start, window.Services[^1].Counts.Flows))));
        FlowRecord record = Flow.Tcp("192.0.2.1", "198.51.100.25", 40_000, 25);
        accounting.Add(ref record, Minute);
        accounting.Add(ref record, (3 * Minute) + 5);
        accounting.Advance((2 * Minute) + 1);
        accounting.Add(ref record, Minute + 3);
        accounting.Flush();

        Assert.Equal([(Minute, 1UL), (2 * Minute, 1UL), (3 * Minute, 1UL)], windows);
        Assert.Equal(1UL, accounting.Counters.Late);
    }

    [Fact]
    public void Add_MoreWindowsThanAllowed_ClosesTheOldestEarly()
    {
        List<long> starts = [];
        TrafficAccounting accounting = new(new TrafficOptions { MaxOpenWindows = 2 }, new CollectingSink(window => starts.Add(window.Start)));
        FlowRecord record = Flow.Tcp("192.0.2.1", "198.51.100.25", 40_000, 25);
        for (int minute = 0; minute < 5; minute++)
        {
            accounting.Add(ref record, minute * Minute);
        }

        Assert.Equal([0, Minute, 2 * Minute], starts);
        Assert.Equal(3UL, accounting.Counters.ClosedEarly);
    }

    [Fact]
    public void Add_ScopesAndExporters_TotalsSplitByBoth()
    {
        TrafficOptions options = new();
        options.Networks.Add(Prefix("192.0.2.0/24"));
        TrafficAccounting accounting = new(options, new CollectingSink(_ => { }), keepSummary: true);
        (string From, string To, TrafficScope Scope)[] cases =
        [
            ("192.0.2.1", "198.51.100.1", TrafficScope.Outbound),
            ("198.51.100.1", "192.0.2.1", TrafficScope.Inbound),
            ("192.0.2.1", "192.0.2.2", TrafficScope.Internal),
            ("198.51.100.1", "203.0.113.1", TrafficScope.Transit),
        ];
        foreach ((string from, string to, _) in cases)
        {
            FlowRecord record = Flow.Tcp(from, to, 40_000, 25);
            record.ExporterIndex = 4;
            record.SamplingInterval = 0;
            accounting.Add(ref record, 0);
        }

        accounting.Flush();

        IEnumerable<ScopeTotal> smtp = accounting.Summary!.Totals.Where(total => total.ServiceDirection.Service == "smtp");
        Assert.Equal(cases.Select(each => each.Scope).Order(), smtp.Select(total => total.Scope));
        Assert.All(smtp, total => Assert.Equal((4, 1UL, 1UL), (total.ExporterIndex, total.Counts.Flows, total.UnknownSampling)));
    }

    [Fact]
    public void Add_FlagsNextHopAndTimes_ShowInTheSource()
    {
        TrafficAccounting accounting = new(new TrafficOptions(), new CollectingSink(_ => { }), keepSummary: true);
        FlowRecord syn = Flow.Tcp("192.0.2.1", "198.51.100.25", 40_000, 25, packets: 3, flags: 0x02);
        syn.First = 900;
        syn.Last = 950;
        accounting.Add(ref syn, 1000);
        FlowRecord full = Flow.Tcp("192.0.2.1", "198.51.100.26", 40_001, 25, packets: 9);
        full.First = 700;
        full.Last = 999;
        full.NextHop = Flow.Address("203.0.113.9");
        full.ExporterIndex = 2;
        accounting.Add(ref full, 1000);
        accounting.Flush();

        TrafficSummary summary = accounting.Summary!;
        SourceTraffic source = Assert.Single(summary.TopSources(summary.Find("smtp", TrafficDirection.Request)!, 10));
        Assert.Equal((3UL, 700L, 999L, 2L, true), (source.SynPackets, source.First, source.Last, source.Destinations, source.DestinationsExact));
        Assert.Equal("203.0.113.9", source.NextHop.ToString());
    }

    [Fact]
    public void Add_SteadyState_AllocatesNothing()
    {
        TrafficOptions options = new();
        options.Networks.Add(Prefix("192.0.2.0/24"));
        TrafficAccounting accounting = new(options, new CollectingSink(_ => { }));
        FlowRecord[] records = [.. Enumerable.Range(0, 4096).Select(seed => Flow.Random(new Random(seed), 500, 100))];
        Run(accounting, records, 2);

        Assert.Equal(0, AllocatedBytes.Of(() => Run(accounting, records, 5)));
    }

    [Fact]
    public void Sources_EnumeratedAfterTheCall_Throws()
    {
        ClosedWindow? kept = null;
        TrafficAccounting accounting = new(new TrafficOptions(), new CollectingSink(window => kept = window));
        FlowRecord record = Flow.Tcp("192.0.2.1", "198.51.100.25", 40_000, 25);
        accounting.Add(ref record, 0);
        accounting.Flush();

        Assert.Throws<ObjectDisposedException>(() => kept!.Sources(kept.ServiceDirections[0]));
    }

    internal static IpPrefix Prefix(string text)
    {
        Assert.True(IpPrefix.TryParse(text, out IpPrefix prefix));
        return prefix;
    }

    private static void Run(TrafficAccounting accounting, FlowRecord[] records, int rounds)
    {
        for (int round = 0; round < rounds; round++)
        {
            for (int at = 0; at < records.Length; at++)
            {
                accounting.Add(ref records[at], 1000);
            }
        }
    }

    private static void Compare(ReferenceAccounting reference, TrafficSpan span)
    {
        Assert.Equal(reference.Totals.Count, span.Services.Count);
        foreach (ServiceTotal service in span.Services)
        {
            ServiceDirection direction = service.ServiceDirection;
            Assert.Equal(reference.Totals[(direction.Service, direction.Direction)], service.Counts);
            TrafficCounts scopes = default;
            foreach (ScopeTotal total in span.Totals.Where(total => total.ServiceDirection == direction))
            {
                scopes.Add(total.Counts);
            }

            Assert.Equal(service.Counts, scopes);
            int sources = 0;
            foreach (SourceTraffic source in span.Sources(direction))
            {
                sources++;
                ReferenceAccounting.Sum expected = reference.Sources[(direction.Service, direction.Direction, source.Source)];
                Assert.Equal(
                    (expected.Counts, expected.First, expected.Last, expected.SynPackets), (source.Counts, source.First, source.Last, source.SynPackets));
                Assert.True(!source.DestinationsExact || source.Destinations == expected.Destinations.Count);
                Assert.InRange(source.Destinations, expected.Destinations.Count * 0.7, expected.Destinations.Count * 1.3);
            }

            Assert.Equal(sources, service.Sources);
            Assert.Equal(reference.Sources.Keys.Count(key => (key.Service, key.Direction) == (direction.Service, direction.Direction)), sources);
            AssertBandsSum(span, service);
        }

        ComparePairs(reference, span);
        CompareTop(reference, span);
    }

    private static void ComparePairs(ReferenceAccounting reference, TrafficSpan span)
    {
        foreach (TrafficDirection direction in new[] { TrafficDirection.Request, TrafficDirection.Response })
        {
            ServiceDirection smtp = span.Find("smtp", direction)!;
            int pairs = 0;
            foreach (PairTraffic pair in span.Pairs(smtp))
            {
                pairs++;
                TrafficCounts expected = reference.SmtpPairs[(direction, pair.Source, pair.Destination)];
                Assert.Equal((expected.Flows, expected.Packets, expected.Octets), (pair.Flows, pair.Packets, pair.Octets));
            }

            Assert.Equal(reference.SmtpPairs.Keys.Count(key => key.Direction == direction), pairs);
            Assert.Equal(
                reference.SmtpPairs.Where(pair => pair.Key.Direction == direction)
                    .OrderByDescending(pair => pair.Value.Flows).ThenByDescending(pair => pair.Value.Octets)
                    .ThenBy(pair => pair.Key.Source).ThenBy(pair => pair.Key.Destination).Take(10).Select(pair => (pair.Key.Source, pair.Key.Destination)),
                span.TopPairs(smtp, 10).Select(pair => (pair.Source, pair.Destination)));
        }
    }

    private static void CompareTop(ReferenceAccounting reference, TrafficSpan span)
    {
        ServiceDirection all = span.ServiceDirections[^1];
        IpAddress[] ordered =
        [
            .. reference.Sources.Where(source => source.Key.Service == "all")
                .OrderByDescending(source => source.Value.Counts.Flows).ThenByDescending(source => source.Value.Counts.Octets)
                .ThenBy(source => source.Key.Source).Select(source => source.Key.Source),
        ];
        Assert.Equal(ordered.Take(20), span.TopSources(all, 20).Select(source => source.Source));
        Assert.Equal(ordered, span.TopSources(all, 0).Select(source => source.Source));
        int over = reference.Sources.Count(source => source.Key.Service == "all" && source.Value.Counts.Flows > 30);
        Assert.Equal(ordered.Take(Math.Max(1000, over)), span.KeptSources(all).Select(source => source.Source));
    }

    private static void AssertBandsSum(TrafficSpan span, ServiceTotal service)
    {
        foreach (IGrouping<BandSubject, BandTotal> bands in span.Bands.Where(band => band.ServiceDirection == service.ServiceDirection).GroupBy(band => band.By))
        {
            Assert.Equal(bands.Key == BandSubject.Source ? service.Sources : service.Pairs, bands.Sum(band => band.Keys));
            Assert.Equal(service.Counts.Flows, bands.Aggregate(0UL, (sum, band) => sum + band.Flows));
            Assert.Equal(service.Counts.Octets, bands.Aggregate(0UL, (sum, band) => sum + band.Octets));
            Assert.Equal(service.Counts.Packets, bands.Aggregate(0UL, (sum, band) => sum + band.Packets));
        }
    }
}
