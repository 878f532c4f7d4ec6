using FlowSensor.Engine.MailStatistics;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Smtp;

namespace FlowSensor.Engine.Tests.MailStatistics;

public class MailServerStatisticsTests
{
    private const long Noon = 1_700_049_600_000;

    private static readonly IpAddress Server = IpAddress.Parse("192.0.2.25");
    private static readonly IpAddress Other = IpAddress.Parse("198.51.100.25");

    [Fact]
    public void Of_ListensAndAsksDns_IsAMailServer()
    {
        MailServerStatistics statistics = New(new MailStatisticsOptions());
        statistics.DnsQuery(Server, Noon);
        statistics.DnsQuery(IpAddress.Parse("192.0.2.77"), Noon);
        statistics.SmtpConnection(Server, Other, submission: false, Noon + 1);
        statistics.SmtpConnection(Other, Server, submission: false, Noon + 2);

        MailServerRow row = Assert.Single(MailServerRow.Of(statistics));
        Assert.Equal((Server, 1, 1, 1), (row.Server, row.Total.Connections, row.Total.Queries, row.Total.Transferred));
    }

    [Fact]
    public void Of_ConfiguredServer_IsAMailServerWithoutBeingFound()
    {
        MailStatisticsOptions options = new();
        options.Servers.Add(Server);
        MailServerStatistics statistics = New(options);
        statistics.DnsQuery(Server, Noon);

        Assert.Equal(Server, Assert.Single(MailServerRow.Of(statistics)).Server);
    }

    [Fact]
    public void Add_EventsOutOfTimeOrder_GiveSameSamples()
    {
        MailServerStatistics statistics = New(new MailStatisticsOptions { KeptDays = 30 });
        statistics.SmtpConnection(Server, Other, submission: false, Noon + (86_400_000L * 3));
        statistics.SmtpConnection(Server, Other, submission: false, Noon);
        statistics.DnsQuery(Server, Noon + 599_999);
        statistics.DnsQuery(Server, Noon + 600_000);

        MailSample[] samples = statistics.FindDay(Server, new DateOnly(2023, 11, 15))!.Samples(144);
        Assert.Equal((1, 1, 1), (samples[72].Connections, samples[72].Queries, samples[73].Queries));
    }

    [Fact]
    public void Add_MoreHostsThanAllowed_StaysBoundedAndCountsDrops()
    {
        MailServerStatistics statistics = New(new MailStatisticsOptions { MaxServerDays = 10, MaxDnsHostDays = 20 });
        for (uint host = 0; host < 1_000; host++)
        {
            statistics.DnsQuery(IpAddress.FromIPv4(host), Noon);
            statistics.SmtpConnection(IpAddress.FromIPv4(0x0A00_0000 + host), Other, submission: false, Noon);
        }

        Assert.Equal(30, statistics.Count);
        Assert.Equal(980 + 990, statistics.Dropped);
        statistics.DnsQuery(Server, Noon + (86_400_000L * 30));
        Assert.Equal(1, statistics.Count);
        statistics.DnsQuery(Server, Noon);
        Assert.Equal(1, statistics.Count);
    }

    [Fact]
    public void Add_OutsideOwnNetworks_IsNotCounted()
    {
        MailStatisticsOptions options = new();
        options.Networks.Add(new IpPrefix(Server, 24));
        MailServerStatistics statistics = New(options);
        statistics.SmtpConnection(Other, Server, submission: false, Noon);
        statistics.SmtpConnection(Server, Other, submission: false, Noon);

        Assert.Equal(Server, Assert.Single(MailServerRow.Of(statistics)).Server);
    }

    [Fact]
    public void Slope_OfModel_FollowsFormula()
    {
        Assert.Equal(8.8, new MailModel(2, 6.8, 0.5).Slope, 6);
        Assert.Equal(2, new MailModel(4, 100, 1).Slope, 6);
        Assert.Equal(1_880, new MailModel(2, 6.8, 0.5).Queries(200, 120), 6);
    }

    [Fact]
    public void Add_MoreKeysThanPlaces_KeepsHeavyOnesWithinTheirError()
    {
        TopCounter<ulong> top = new(64);
        Random random = new(1);
        for (int index = 0; index < 100_000; index++)
        {
            top.Add(index % 4 == 0 ? 1UL : (ulong)random.Next(1_000, 100_000), out _);
        }

        (ulong key, long count, long error, _) = top.Top(1)[0];
        Assert.Equal(1UL, key);
        Assert.InRange(25_000, count - error, count);
        Assert.True(top.IsApproximate);
        Assert.Equal(64, top.Count);
    }

    [Fact]
    public void SamplesOf_DaysOfClockChange_HaveAnHourMoreOrLess()
    {
        TimeZoneInfo.AdjustmentRule rule = TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
            DateTime.MinValue.Date, DateTime.MaxValue.Date, TimeSpan.FromHours(1),
            TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 2, 0, 0), 3, 5, DayOfWeek.Sunday),
            TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 3, 0, 0), 10, 5, DayOfWeek.Sunday));
        MailCalendar calendar = new(TimeZoneInfo.CreateCustomTimeZone("X", TimeSpan.FromHours(1), "X", "X", "X", [rule]), [DayOfWeek.Sunday], []);

        Assert.Equal((138, 150, 144), (calendar.SamplesOf(new(2024, 3, 31)), calendar.SamplesOf(new(2024, 10, 27)), calendar.SamplesOf(new(2024, 6, 1))));
        Assert.Equal(new TimeOnly(3, 0), calendar.TimeOf(new(2024, 3, 31), 12));
    }

    [Fact]
    public void Add_SteadyEvents_AllocatesNothing()
    {
        MailServerStatistics statistics = New(new MailStatisticsOptions());
        Feed(statistics, 0);
        long least = long.MaxValue;
        for (int run = 0; run < 5; run++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int round = 0; round < 1_000; round++)
            {
                Feed(statistics, round);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    private static void Feed(MailServerStatistics statistics, int round)
    {
        statistics.DnsQuery(Server, Noon + round);
        statistics.SmtpConnection(Server, Other, submission: false, Noon + round);
        statistics.MessageAccepted(Server, submission: false, estimated: false, Noon + round);
        statistics.RecipientRejected(Server, SmtpRejectClass.UserUnknown, 7, Noon + round);
        statistics.MailboxLogin(Server, MailboxProtocol.Imap, accepted: true, estimated: false, Noon + round);
    }

    private static MailServerStatistics New(MailStatisticsOptions options) => new(options, MailCalendar.Default);
}
