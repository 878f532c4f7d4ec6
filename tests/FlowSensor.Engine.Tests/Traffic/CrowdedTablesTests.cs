using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Flows;

namespace FlowSensor.Engine.Tests.Traffic;

/// <summary>Windows that open, close and reuse each other's tables while rows, pairs and totals run out: nothing is lost or counted twice.</summary>
public sealed class CrowdedTablesTests
{
    private const long Minute = 60_000;
    private const int OpenWindows = 3;

    // Most sources, most pairs, most totals, sources and destinations seen; the last but one only fills the tables of the whole input.
    [Theory]
    [InlineData(1, 1, 1, 1, 400, 50, true)]
    [InlineData(2, 7, 3, 5, 40, 10, true)]
    [InlineData(3, 7, 3, 65_536, 3, 400, true)]
    [InlineData(4, 40, 20, 50, 60, 4, true)]
    [InlineData(5, 300, 100, 40, 5000, 5000, false)]
    [InlineData(6, 100_000, 100_000, 65_536, 5, 9, false)]
    public void Add_ManyWindowsInTinyTables_SumsEqualReference(
        int seed, int mostSources, int mostPairs, int mostTotals, int sources, int destinations, bool isFull)
    {
        Random random = new(seed);
        Dictionary<long, ReferenceAccounting> references = [];
        ReferenceAccounting whole = new();
        ulong otherFlows = 0;
        int windows = 0;
        TrafficAccounting accounting = new(
            new TrafficOptions { MaxSources = mostSources, MaxPairs = mostPairs, MaxTotals = mostTotals, MaxOpenWindows = OpenWindows },
            new CollectingSink(window =>
            {
                windows++;
                otherFlows += window.Services[^1].Other.Flows;
                Compare(references[window.Start], window, mostSources, mostPairs);
            }),
            keepSummary: true);
        for (int minute = OpenWindows; minute < 60; minute++)
        {
            // From a lone record to several batches a window.
            int records = random.Next(1, 120);
            for (int count = 0; count < records; count++)
            {
                long time = ((minute - random.Next(OpenWindows)) * Minute) + random.NextInt64(Minute);
                time = count == 0 ? minute * Minute : time;
                long start = time - (time % Minute);
                FlowRecord record = Flow.Random(random, sources, destinations);
                bool isTwoWay = random.Next(8) == 0;
                if (isTwoWay)
                {
                    (record.ReversePackets, record.ReverseOctets, record.ReverseTcpFlags) = (3, 333, 0x12);
                }

                if (!references.TryGetValue(start, out ReferenceAccounting? reference))
                {
                    references[start] = reference = new ReferenceAccounting();
                }

                Add(reference, in record, isTwoWay);
                Add(whole, in record, isTwoWay);
                accounting.Add(ref record, time);
            }

            if (random.Next(5) == 0)
            {
                accounting.Advance((minute - OpenWindows + 1) * Minute);
            }
        }

        accounting.Flush();

        TrafficCounters counters = accounting.Counters;
        Assert.Equal((references.Count, 0UL), (windows, counters.Late));
        Assert.Equal(counters.TableFull, otherFlows);
        Assert.Equal(isFull, counters.TableFull > 0);
        Compare(whole, accounting.Summary!, mostSources, mostPairs);
    }

    private static void Add(ReferenceAccounting reference, in FlowRecord record, bool isTwoWay)
    {
        reference.Add(in record);
        if (isTwoWay)
        {
            FlowRecord back = record;
            (back.Source, back.Destination) = (record.Destination, record.Source);
            (back.SourcePort, back.DestinationPort) = (record.DestinationPort, record.SourcePort);
            (back.Packets, back.Octets, back.TcpFlags) = (record.ReversePackets, record.ReverseOctets, record.ReverseTcpFlags);
            reference.Add(in back);
        }
    }

    private static void Compare(ReferenceAccounting reference, TrafficSpan span, int mostSources, int mostPairs)
    {
        Assert.InRange(span.SourceCount, 1, mostSources);
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
            TrafficCounts sources = service.Other;
            foreach (SourceTraffic source in span.Sources(direction))
            {
                sources.Add(source.Counts);
                ReferenceAccounting.Sum expected = reference.Sources[(direction.Service, direction.Direction, source.Source)];
                Assert.InRange(source.Counts.Flows, 1UL, expected.Counts.Flows);
                Assert.InRange(source.Counts.EstimatedOctets, 1UL, expected.Counts.EstimatedOctets);
                Assert.InRange(source.First, expected.First, expected.Last);
            }

            Assert.Equal(service.Counts, sources);
            Assert.InRange(service.Pairs, 0, mostPairs);
            foreach (IGrouping<BandSubject, BandTotal> bands in span.Bands.Where(band => band.ServiceDirection == direction).GroupBy(band => band.By))
            {
                Assert.Equal(service.Counts.Flows, bands.Aggregate(0UL, (sum, band) => sum + band.Flows));
                Assert.Equal(service.Counts.Octets, bands.Aggregate(0UL, (sum, band) => sum + band.Octets));
            }
        }
    }
}
