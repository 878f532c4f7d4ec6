using FlowSensor.Engine.Collection;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Tests.Collection;

public sealed class RateLimitTests
{
    private const int RecordsPerDatagram = 30;
    private const long Limit = 3_000;

    private static readonly IpAddress Router = IpAddress.Parse("192.0.2.1");

    [Fact]
    public void Admit_UnderTheLimit_EveryDatagramStandsForItself()
    {
        RateLimit limit = new(Router, Limit);
        Assert.All(Run(limit, from: 0, seconds: 5, perSecond: 90), factor => Assert.Equal(1u, factor));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(100)]
    public void Admit_OverTheLimit_ReadsTheLimitAndStandsForAll(int times)
    {
        RateLimit limit = new(Router, Limit);
        int perSecond = (int)(Limit / RecordsPerDatagram * times);
        List<uint> first = Run(limit, from: 0, seconds: 1, perSecond);
        List<uint> later = Run(limit, from: 1_000, seconds: 10, perSecond);

        // In its first second at most about three times the limit, then the limit.
        Assert.InRange(first.Count(static factor => factor > 0) * RecordsPerDatagram, Limit, 3.5 * Limit);
        Assert.InRange(later.Count(static factor => factor > 0) * RecordsPerDatagram / 10.0, 0.45 * Limit, 1.1 * Limit);
        Assert.InRange(later.Sum(static factor => factor) / (10.0 * perSecond), 0.97, 1.03);
        Assert.InRange(first.Concat(later).Sum(static factor => factor) / (11.0 * perSecond), 0.95, 1.05);
    }

    [Fact]
    public void Admit_ManyExporters_TheEstimateIsRightOnAverage()
    {
        double estimated = 0;
        for (uint i = 0; i < 500; i++)
        {
            estimated += Run(new RateLimit(IpAddress.FromIPv4(0xC6336400 + i), Limit), from: 0, seconds: 3, perSecond: 777).Sum(static factor => factor);
        }

        Assert.InRange(estimated / (500 * 3 * 777), 0.995, 1.005);
    }

    [Fact]
    public void Admit_AnExporterWithARhythm_IsNotReadInStep()
    {
        // Every tenth datagram is another: a choice in step with it would see all of them or none.
        RateLimit limit = new(Router, Limit);
        List<uint> factors = Run(limit, from: 0, seconds: 60, perSecond: 1_000);
        long tenths = factors.Where(static (_, i) => i % 10 == 0).Sum(static factor => factor);
        Assert.InRange(tenths / (60.0 * 100), 0.9, 1.1);
    }

    [Fact]
    public void Admit_FloodIsOver_EverythingIsReadAgain()
    {
        RateLimit limit = new(Router, Limit);
        Run(limit, from: 0, seconds: 5, perSecond: 10_000);
        Run(limit, from: 5_000, seconds: 1, perSecond: 50);
        Assert.All(Run(limit, from: 6_000, seconds: 5, perSecond: 50), factor => Assert.Equal(1u, factor));
    }

    [Fact]
    public void Admit_SameDatagrams_SameChoice()
    {
        Assert.Equal(Run(new RateLimit(Router, Limit), 0, 5, 5_000), Run(new RateLimit(Router, Limit), 0, 5, 5_000));
        Assert.NotEqual(Run(new RateLimit(Router, Limit), 0, 5, 5_000), Run(new RateLimit(IpAddress.Parse("192.0.2.2"), Limit), 0, 5, 5_000));
    }

    [Fact]
    public void Admit_ClockSetBack_GoesOn()
    {
        RateLimit limit = new(Router, Limit);
        Run(limit, from: 1_000_000, seconds: 2, perSecond: 90);
        Assert.All(Run(limit, from: 0, seconds: 2, perSecond: 90), factor => Assert.Equal(1u, factor));
    }

    // Two sockets are read in turn, so that the arrivals of one address step back with every second batch.
    [Fact]
    public void Admit_TwoStreamsInTurnOneBehind_TheLimitHolds()
    {
        const int Batch = 100;
        const int Behind = 150;
        const int Seconds = 10;
        const int PerSecond = (int)(Limit / RecordsPerDatagram * 50);
        RateLimit limit = new(Router, Limit);
        Feed(limit, 0, PerSecond, PerSecond);
        List<uint> factors = [];
        for (int from = 1_000; from < 1_000 + (Seconds * 1_000); from += Batch)
        {
            factors.AddRange(Feed(limit, from, PerSecond * Batch / 1_000, PerSecond));
            factors.AddRange(Feed(limit, from - Behind, PerSecond * Batch / 1_000, PerSecond));
        }

        // The first second of the two together is over what the second before foretold, so a little more than the limit on average.
        Assert.InRange(factors.Count(static factor => factor > 0) * RecordsPerDatagram / (double)Seconds, 0.45 * Limit, 1.3 * Limit);
        Assert.InRange(factors.Sum(static factor => factor) / (2.0 * Seconds * PerSecond), 0.95, 1.05);
    }

    private static List<uint> Run(RateLimit limit, long from, int seconds, int perSecond) => Feed(limit, from, seconds * perSecond, perSecond);

    private static List<uint> Feed(RateLimit limit, long from, int datagrams, int perSecond)
    {
        List<uint> factors = [];
        for (int i = 0; i < datagrams; i++)
        {
            uint factor = limit.Admit(from + (1_000L * i / perSecond));
            limit.Note(factor > 0 ? RecordsPerDatagram : 0, factor > 0 ? 0 : RecordsPerDatagram);
            factors.Add(factor);
        }

        return factors;
    }
}
