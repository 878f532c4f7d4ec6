using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Tests.Traffic;

public sealed class NetworkScopesTests
{
    [Theory]
    [InlineData("192.0.2.0", true)]
    [InlineData("192.0.2.255", true)]
    [InlineData("192.0.3.0", false)]
    [InlineData("192.0.1.255", false)]
    [InlineData("10.200.3.4", true)]
    [InlineData("11.0.0.0", false)]
    [InlineData("2001:db8:ffff::1", true)]
    [InlineData("2001:db9::1", false)]
    [InlineData("203.0.113.7", true)]
    [InlineData("203.0.113.8", false)]
    [InlineData("::", false)]
    public void IsOwn_Address_FollowsThePrefixes(string address, bool expected) =>
        Assert.Equal(expected, Scopes("192.0.2.0/24", "192.0.2.128/25", "10.0.0.0/8", "2001:db8::/32", "203.0.113.7/32").IsOwn(IpAddress.Parse(address)));

    [Fact]
    public void IsOwn_RandomPrefixesAndAddresses_EqualsPrefixContains()
    {
        Random random = new(5);
        IpPrefix[] prefixes =
        [
            .. Enumerable.Range(0, 60).Select(_ => new IpPrefix(IpAddress.FromIPv4((uint)random.Next(1 << 20) << 12), random.Next(8, 33))),
            .. Enumerable.Range(0, 20).Select(_ => new IpPrefix(new IpAddress(0x2001_0DB8_0000_0000UL | (uint)random.Next(), 0), random.Next(20, 70))),
        ];
        NetworkScopes scopes = new(prefixes);
        for (int count = 0; count < 20_000; count++)
        {
            IpPrefix near = prefixes[random.Next(prefixes.Length)];
            IpAddress address = new(near.Address.High + (near.IsIPv4 ? 0 : (ulong)random.Next(3)), near.Address.Low ^ (uint)random.Next(1 << random.Next(1, 31)));
            Assert.Equal(prefixes.Any(prefix => prefix.Contains(address)), scopes.IsOwn(address));
        }
    }

    [Fact]
    public void IsOwn_DefaultRouteOfIPv6_HoldsNoIPv4()
    {
        NetworkScopes scopes = Scopes("::/0");

        Assert.True(scopes.IsOwn(IpAddress.Parse("2001:db8::1")));
        Assert.False(scopes.IsOwn(IpAddress.Parse("192.0.2.1")));
    }

    [Fact]
    public void Of_NoNetworks_IsUnknown() => Assert.Equal(TrafficScope.Unknown, Scopes().Of(IpAddress.Parse("192.0.2.1"), IpAddress.Parse("192.0.2.2")));

    private static NetworkScopes Scopes(params string[] prefixes) => new(prefixes.Select(TrafficAccountingTests.Prefix));
}
