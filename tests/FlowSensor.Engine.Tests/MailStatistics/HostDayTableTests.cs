using FlowSensor.Engine.MailStatistics;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Tests.MailStatistics;

public sealed class HostDayTableTests
{
    private const int Hosts = 3_000;

    private static readonly DateOnly FirstDay = new(2026, 1, 5);

    [Fact]
    public void TryCountQuery_ManyHostsDaysAndSamples_EveryQueryIsInItsSample()
    {
        HostDayTable table = new(new MailStatisticsOptions());
        Dictionary<(uint Host, int Day, int Sample), int> expected = [];
        Random random = new(7);
        for (int query = 0; query < 50_000; query++)
        {
            (uint host, int day, int sample) = ((uint)random.Next(Hosts), random.Next(3), random.Next(4));
            Count(table, host, FirstDay.AddDays(day), sample);
            expected[(host, day, sample)] = expected.GetValueOrDefault((host, day, sample)) + 1;
        }

        Assert.Equal(expected.Select(static pair => (pair.Key.Host, pair.Key.Day)).Distinct().Count(), table.Count);
        Assert.All(expected, pair => Assert.Equal(
            pair.Value, Find(table, pair.Key.Host, FirstDay.AddDays(pair.Key.Day))!.Samples(144)[pair.Key.Sample].Queries));
    }

    [Fact]
    public void Servers_HostsThatOnlyAsk_AreLeftOutUnlessWanted()
    {
        HostDayTable table = new(new MailStatisticsOptions());
        for (uint host = 0; host < 10; host++)
        {
            Count(table, host, FirstDay, 3);
        }

        Find(table, 2, FirstDay)!.MakeServer();
        HashSet<IpAddress> wanted = [IpAddress.FromIPv4(7)];

        Assert.Equal([2U, 7U], table.Servers(wanted).Select(static day => day.Host.IPv4));
        Assert.All(table.Servers(wanted), static day => Assert.Equal(1, day.Samples(144)[3].Queries));
        Assert.True(table.HasAsked(IpAddress.FromIPv4(2)));
        Assert.True(table.HasAsked(IpAddress.FromIPv4(5)));
        Assert.False(table.HasAsked(IpAddress.FromIPv4(11)));
    }

    [Fact]
    public void RemoveUntil_OldDays_AreGoneAndTheirPlacesUsedAgain()
    {
        HostDayTable table = new(new MailStatisticsOptions());
        for (uint host = 0; host < Hosts; host++)
        {
            Count(table, host, FirstDay, 0);
            Count(table, host, FirstDay.AddDays(1), 0);
        }

        Find(table, 5, FirstDay)!.MakeServer();

        Assert.Equal(Hosts - 1, table.RemoveUntil(FirstDay.DayNumber));
        Assert.Equal(Hosts, table.Count);
        Assert.Null(Find(table, 5, FirstDay));
        for (uint host = 0; host < Hosts; host++)
        {
            Count(table, host, FirstDay.AddDays(2), 1);
        }

        Assert.Equal(Hosts * 2, table.Count);
        Assert.Equal(1, Find(table, 5, FirstDay.AddDays(1))!.Total().Queries);
        Assert.Equal(1, Find(table, 5, FirstDay.AddDays(2))!.Total().Queries);
    }

    private static void Count(HostDayTable table, uint number, DateOnly day, int sample)
    {
        IpAddress host = IpAddress.FromIPv4(number);
        uint hash = HostDayTable.HashOf(host);
        if (!table.TryCountQuery(host, day.DayNumber, hash, sample))
        {
            table.Add(host, day.DayNumber, hash);
            Assert.True(table.TryCountQuery(host, day.DayNumber, hash, sample));
        }
    }

    private static HostDay? Find(HostDayTable table, uint number, DateOnly day)
    {
        IpAddress host = IpAddress.FromIPv4(number);
        return table.Find(host, day.DayNumber, HostDayTable.HashOf(host));
    }
}
