using System.Net;
using FlowSensor.Dashboard.Access;

namespace FlowSensor.IntegrationTests.Dashboard.Access;

/// <summary>How those who guess passwords are slowed down, with a clock of the test's own.</summary>
public sealed class LogInThrottleTests
{
    private static readonly IPAddress Place = IPAddress.Parse("192.0.2.1");

    private readonly HandClock _clock = new();
    private readonly LogInThrottle _throttle;

    public LogInThrottleTests() => _throttle = new LogInThrottle(_clock);

    [Fact]
    public void Begin_ManyNamesFromOneAddress_WaitsTwiceAsLongEachTime()
    {
        List<double> waits = [];
        for (int i = 0; i < 20; i++)
        {
            TimeSpan wait = _throttle.Begin(Place, $"name{i}", isKnownPlace: false);
            if (wait > TimeSpan.Zero)
            {
                waits.Add(wait.TotalSeconds);
                _clock.Now += wait;
                Assert.Equal(TimeSpan.Zero, _throttle.Begin(Place, $"name{i}", isKnownPlace: false));
            }
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900, 900], waits);
        Assert.Equal(TimeSpan.Zero, _throttle.Begin(IPAddress.Parse("192.0.2.2"), "ines", isKnownPlace: false));
    }

    [Fact]
    public void Begin_OneNameFromManyAddresses_WaitsButNotWhereItIsKnown()
    {
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal(TimeSpan.Zero, _throttle.Begin(IPAddress.Parse($"198.51.100.{i}"), "ines", isKnownPlace: false));
        }

        Assert.True(_throttle.Begin(Place, "ines", isKnownPlace: false) > TimeSpan.Zero);
        Assert.Equal(TimeSpan.Zero, _throttle.Begin(Place, "ines", isKnownPlace: true));
        _throttle.Succeed(Place, "ines");
        Assert.Equal(TimeSpan.Zero, _throttle.Begin(IPAddress.Parse("192.0.2.7"), "ines", isKnownPlace: false));
    }

    [Fact]
    public void Begin_ManyAddressesOfOneIpv6Network_AreOnePlace()
    {
        for (int i = 1; i <= 5; i++)
        {
            Assert.Equal(TimeSpan.Zero, _throttle.Begin(IPAddress.Parse($"2001:db8:0:1::{i}"), $"name{i}", isKnownPlace: false));
        }

        Assert.True(_throttle.Begin(IPAddress.Parse("2001:db8:0:1:ffff::1"), "other", isKnownPlace: false) > TimeSpan.Zero);
        Assert.Equal(TimeSpan.Zero, _throttle.Begin(IPAddress.Parse("2001:db8:0:2::1"), "other", isKnownPlace: false));
        Assert.Equal(TimeSpan.Zero, _throttle.Begin(IPAddress.Parse("::ffff:192.0.2.1"), "other", isKnownPlace: false));
    }

    [Fact]
    public void Begin_AfterAnHourOfRest_IsFree()
    {
        for (int i = 0; i < 8; i++)
        {
            _clock.Now += _throttle.Begin(Place, $"name{i}", isKnownPlace: false);
        }

        _clock.Now += TimeSpan.FromHours(2);

        Assert.Equal(TimeSpan.Zero, _throttle.Begin(Place, "a", isKnownPlace: false));
        Assert.Equal(TimeSpan.Zero, _throttle.Begin(Place, "b", isKnownPlace: false));
    }

    [Fact]
    public void Begin_FromAsManyAddressesAsThereAre_RemembersABoundedNumber()
    {
        for (int i = 0; i < 6_000; i++)
        {
            _throttle.Begin(new IPAddress(i), $"{i} {new string('x', 10_000)}", isKnownPlace: false);
            _clock.Now += TimeSpan.FromMilliseconds(1);
        }

        Assert.Equal(10_000, _throttle.Remembered);
    }

    private sealed class HandClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
