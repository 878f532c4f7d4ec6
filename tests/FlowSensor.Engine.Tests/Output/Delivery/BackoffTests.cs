using FlowSensor.Engine.Output.Delivery;

namespace FlowSensor.Engine.Tests.Output.Delivery;

public sealed class BackoffTests
{
    private static readonly DeliveryOptions Options = new()
    {
        FirstPause = TimeSpan.FromSeconds(1),
        LongestPause = TimeSpan.FromSeconds(30),
        LongestWish = TimeSpan.FromMinutes(10),
    };

    [Fact]
    public void Next_FailureAfterFailure_DoublesUpToTheLongestWithJitter()
    {
        Backoff backoff = new(Options, new Random(1));

        List<double> pauses = [.. Enumerable.Range(0, 200).Select(_ => backoff.Next(null).TotalSeconds)];

        for (int i = 0; i < pauses.Count; i++)
        {
            double whole = Math.Min(30, Math.Pow(2, i));
            Assert.InRange(pauses[i], whole / 2, whole);
        }

        Assert.True(pauses.Skip(10).Distinct().Count() > 100);
    }

    [Fact]
    public void Next_AfterReset_BeginsAnew()
    {
        Backoff backoff = new(Options, new Random(1));
        backoff.Next(null);
        backoff.Next(null);

        backoff.Reset();

        Assert.InRange(backoff.Next(null).TotalSeconds, 0.5, 1);
    }

    [Theory]
    [InlineData(120, 120)]
    [InlineData(1_000_000, 600)]
    public void Next_ReceiverAsksForTime_GetsItWithinReason(int asked, int given)
    {
        Backoff backoff = new(Options, new Random(1));

        Assert.Equal(given, backoff.Next(TimeSpan.FromSeconds(asked)).TotalSeconds);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public void Next_ReceiverAsksForNothing_PausesAsUsual(int asked)
    {
        Backoff backoff = new(Options, new Random(1));

        Assert.InRange(backoff.Next(TimeSpan.FromSeconds(asked)).TotalSeconds, 0.5, 1);
    }
}
