using FlowSensor.Engine.MailStatistics;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Tests.MailStatistics;

public sealed class HostDayTests
{
    [Fact]
    public void AddQuery_OneSample_IsThere()
    {
        HostDay day = Make();
        day.AddQuery(7, 3);
        day.AddQuery(7);

        Assert.Equal(4, day.Total().Queries);
        Assert.Equal([.. Enumerable.Range(0, 144).Select(static sample => sample == 7 ? 4 : 0)], day.Samples(144).Select(static sample => sample.Queries));
    }

    [Fact]
    public void AddQuery_SeveralSamplesInAnyOrder_EachIsThere()
    {
        HostDay day = Make();
        day.AddQuery(7, 3);
        day.AddQuery(143, 2);
        day.AddQuery(7);
        day.AddQuery(0, 5);
        MailSample[] samples = day.Samples(144);

        Assert.Equal(11, day.Total().Queries);
        Assert.Equal((5, 4, 2), (samples[0].Queries, samples[7].Queries, samples[143].Queries));
    }

    [Fact]
    public void Samples_ShorterDayThanTheSample_LeavesItOut()
    {
        HostDay day = Make();
        day.AddQuery(149, 1);

        Assert.All(day.Samples(138), static sample => Assert.Equal(0, sample.Queries));
    }

    private static HostDay Make() => new(IpAddress.Parse("192.0.2.1"), new DateOnly(2026, 1, 5), new MailStatisticsOptions());
}
