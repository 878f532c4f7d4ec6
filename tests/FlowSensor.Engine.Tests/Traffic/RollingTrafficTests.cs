using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Flows;

namespace FlowSensor.Engine.Tests.Traffic;

public sealed class RollingTrafficTests
{
    private const long Minute = 60_000;

    [Theory]
    [InlineData(250_000)]
    [InlineData(300)]
    public void Add_WindowsOverThreeHours_EqualsARecountOfTheLastSlots(int mostKeys)
    {
        TrafficOptions options = new() { MaxRollingKeys = mostKeys };
        Random random = new(9);
        List<(long Slot, FlowRecord Record)> records = [];
        RollingTraffic? hour = null;
        TrafficAccounting accounting = new(options, new CollectingSink(window =>
        {
            hour!.Add(window);
            if (window.Start % (7 * Minute) == 0)
            {
                CompareToRecount(hour, records.Where(record => record.Slot > (window.Start / (10 * Minute)) - 6), exactKeys: mostKeys > 1000);
            }
        }));
        hour = RollingTraffic.Hour(options, accounting.ServiceDirections);
        for (long minute = 0; minute < 180; minute++)
        {
            for (int count = 0; count < 60; count++)
            {
                FlowRecord record = Flow.Random(random, 100, 30);
                records.Add((minute / 10, record));
                accounting.Add(ref record, minute * Minute);
            }

            accounting.Flush();
        }

        hour.Advance(1000 * Minute);
        Assert.Equal(0, hour.KeyCount);
        Assert.All(hour.Bands(), band => Assert.Equal(0UL, band.Flows));
        Assert.Equal(mostKeys < 1000, hour.TableFull > 0);
    }

    [Fact]
    public void Bands_PublishedDay_GivesThePublishedTable()
    {
        // Mission B: the distribution of a day of smtp_flows; octets of each band are its published share of 1,000,000 thousandths a flow band.
        (int Flows, int Pairs, int OctetShare)[] published =
            [(3, 136_003, 731), (20, 5_502, 125), (50, 1_370, 81), (90, 231, 11), (150, 226, 12), (600, 145, 18), (2500, 15, 22)];
        TrafficOptions options = new();
        RollingTraffic? day = null;
        TrafficAccounting accounting = new(options, new CollectingSink(window => day!.Add(window)));
        day = RollingTraffic.Day(options, accounting.ServiceDirections);
        uint pair = 0;
        foreach ((int flows, int pairs, int octetShare) in published)
        {
            for (int count = 0; count < pairs; count++, pair++)
            {
                SendPair(accounting, pair, flows, (ulong)octetShare * 100_000_000 / (ulong)pairs);
            }
        }

        accounting.Flush();

        IReadOnlyList<BandShare> shares = BandShare.Of([.. day.Bands().Where(band =>
            band.By == BandSubject.Pair && band.ServiceDirection is { Service: "smtp", Direction: TrafficDirection.Request })]);
        Assert.Equal(["1-10", "11-30", "31-70", "71-100", "101-200", "201-1000", ">1000"], shares.Select(share => share.Band.Band));
        Assert.Equal([136_003L, 5_502, 1_370, 231, 226, 145, 15], shares.Select(share => share.Band.Keys));
        Assert.Equal([94.78, 3.83, 0.95, 0.16, 0.16, 0.10, 0.01], shares.Select(share => Math.Round(share.KeyRatio * 100, 2)));
        Assert.Equal([73.1, 12.5, 8.1, 1.1, 1.2, 1.8, 2.2], shares.Select(share => Math.Round(share.OctetRatio * 100, 1)));
    }

    private static void SendPair(TrafficAccounting accounting, uint pair, int flows, ulong octets)
    {
        for (int flow = 0; flow < flows; flow++)
        {
            FlowRecord record = new()
            {
                Source = IpAddress.FromIPv4(0xC612_0000 + (pair % 50_000)),
                Destination = IpAddress.FromIPv4(0x0A00_0000 + pair),
                SourcePort = 40_000,
                DestinationPort = 25,
                Protocol = 6,
                TcpFlags = 0x1B,
                Packets = 10,
                Octets = flow == 0 ? octets : 0,
                SamplingInterval = 1,
            };
            accounting.Add(ref record, flow % 60 * Minute);
        }
    }

    private static void CompareToRecount(RollingTraffic hour, IEnumerable<(long Slot, FlowRecord Record)> records, bool exactKeys)
    {
        ReferenceAccounting reference = new();
        foreach ((_, FlowRecord record) in records)
        {
            reference.Add(in record);
        }

        IReadOnlyList<BandTotal> bands = hour.Bands();
        foreach (ServiceDirection service in hour.ServiceDirections)
        {
            TrafficCounts expected = reference.Totals.GetValueOrDefault((service.Service, service.Direction));
            foreach (IGrouping<BandSubject, BandTotal> group in bands.Where(band => band.ServiceDirection == service).GroupBy(band => band.By))
            {
                Assert.Equal(expected.Flows, group.Aggregate(0UL, (sum, band) => sum + band.Flows));
                Assert.Equal(expected.Octets, group.Aggregate(0UL, (sum, band) => sum + band.Octets));
            }

            if (exactKeys)
            {
                Assert.Equal(
                    reference.Sources.Where(source => (source.Key.Service, source.Key.Direction) == (service.Service, service.Direction))
                        .Select(source => (source.Key.Source, source.Value.Counts.Flows, source.Value.Counts.Packets, source.Value.Counts.Octets)).Order(),
                    hour.Top(service, BandSubject.Source, 0).Select(source => (source.Source, source.Flows, source.Packets, source.Octets)).Order());
            }
        }
    }
}
