using FlowSensor.Engine.Routes;
using FlowSensor.Engine.Routes.Lookup;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Tests.Pcap;

namespace FlowSensor.Engine.Tests.Routes;

public sealed class RouteTableTests
{
    [Fact]
    public void TryFind_NestedPrefixes_GivesMostSpecific()
    {
        RouteTable table = Table(
            ("0.0.0.0/0", "192.0.2.1"), ("10.0.0.0/8", "192.0.2.2"), ("10.1.0.0/16", "192.0.2.3"),
            ("10.1.2.0/24", "192.0.2.4"), ("10.1.2.3/32", "192.0.2.5"), ("2001:db8::/32", "2001:db8::1"), ("::/0", "2001:db8::2"));

        Assert.Equal("192.0.2.5", NextHop(table, "10.1.2.3"));
        Assert.Equal("192.0.2.4", NextHop(table, "10.1.2.4"));
        Assert.Equal("192.0.2.3", NextHop(table, "10.1.3.1"));
        Assert.Equal("192.0.2.2", NextHop(table, "10.2.0.0"));
        Assert.Equal("192.0.2.1", NextHop(table, "11.0.0.0"));
        Assert.Equal("2001:db8::1", NextHop(table, "2001:db8:ffff::9"));
        Assert.Equal("2001:db8::2", NextHop(table, "2001:db9::9"));
    }

    [Fact]
    public void TryFind_NoDefaultRoute_FindsNothing()
    {
        RouteTable table = Table(("198.51.100.0/24", "192.0.2.1"));

        Assert.False(table.TryFind(IpAddress.Parse("198.51.101.0"), out _));
        Assert.False(table.TryFind(IpAddress.Parse("2001:db8::1"), out _));
        Assert.False(RouteTable.Empty.TryFind(IpAddress.Parse("198.51.100.1"), out _));
    }

    [Fact]
    public void TryFind_SeveralRoutesOfOnePrefix_GivesLowestMetric()
    {
        var table = new RouteTable(
        [
            Make("198.51.100.0/24", "192.0.2.9") with { Metric = 20 },
            Make("198.51.100.0/24", "192.0.2.8") with { Metric = 10 },
        ]);

        Assert.Equal("192.0.2.8", NextHop(table, "198.51.100.1"));
        Assert.Equal(2, table.Count);
    }

    [Fact]
    public void Find_RandomTables_EqualsLinearSearch()
    {
        const int Tables = 10_000;
        const int LookupsEach = 10;
        var random = new Random(20_031_103);
        for (int t = 0; t < Tables; t++)
        {
            Route[] routes = RandomRoutes(random, random.Next(1, 40));
            var table = new RouteTable(routes);
            for (int i = 0; i < LookupsEach; i++)
            {
                IpAddress address = Near(random, routes);
                int index = table.Find(address);
                Route? expected = Linear(routes, address);
                Assert.Equal(expected?.Destination, index < 0 ? null : table[index].Destination);
            }
        }
    }

    [Fact]
    public void Find_LargeRandomTable_EqualsLinearSearch()
    {
        var random = new Random(4);
        Route[] routes = RandomRoutes(random, 5_000);
        var table = new RouteTable(routes);
        for (int i = 0; i < 2_000; i++)
        {
            IpAddress address = Near(random, routes);
            int index = table.Find(address);
            Assert.Equal(Linear(routes, address)?.Destination, index < 0 ? null : table[index].Destination);
        }
    }

    [Fact]
    public void Find_AnyAddress_AllocatesNothing()
    {
        var random = new Random(5);
        Route[] routes = RandomRoutes(random, 500);
        var table = new RouteTable(routes);
        IpAddress[] addresses = [.. Enumerable.Range(0, 1_000).Select(_ => Near(random, routes))];
        long found = addresses.Count(address => table.Find(address) >= 0);
        long again = 0;
        long allocated = AllocatedBytes.Of(() =>
        {
            again = 0;
            foreach (IpAddress address in addresses)
            {
                again += table.Find(address) >= 0 ? 1 : 0;
            }
        });

        Assert.Equal(0, allocated);
        Assert.Equal(found, again);
    }

    [Theory]
    [InlineData("a full table's mix of lengths", 0)]
    [InlineData("a million host routes", 1)]
    [InlineData("a million random IPv6 networks", 2)]
    public void SizeInOctets_MillionRoutes_StaysUnder200Megabytes(string description, int shape)
    {
        var random = new Random(6);
        var routes = new Route[1_000_000];
        for (int i = 0; i < routes.Length; i++)
        {
            IpAddress address = shape == 2
                ? new IpAddress((ulong)random.NextInt64() | (1UL << 61), (ulong)random.NextInt64())
                : IpAddress.FromIPv4((uint)random.NextInt64(0x0100_0000, 0xE000_0000));
            int length = shape switch
            {
                0 => random.Next(10) < 6 ? 24 : random.Next(12, 25),
                1 => 32,
                _ => random.Next(29, 65),
            };
            routes[i] = new Route(
                new IpPrefix(address, length), IpAddress.FromIPv4(0xC000_0200u + (uint)random.Next(64)), 1, RouteKind.Remote, RouteProtocol.Bgp, 0, 0);
        }

        var table = new RouteTable(routes);

        Assert.True(table.SizeInOctets < 200_000_000, $"{description}: {table.SizeInOctets}");
        for (int i = 0; i < 1_000; i++)
        {
            Assert.True(table.TryFind(routes[i].Destination.Address, out Route found));
            Assert.True(found.Destination.Length >= routes[i].Destination.Length);
        }
    }

    [Theory]
    [InlineData("192.192.40.0/22", 4)]
    [InlineData("140.132.0.0/16", 256)]
    [InlineData("198.51.100.0/24", 1)]
    [InlineData("198.51.100.0/30", 1)]
    [InlineData("0.0.0.0/0", 16_777_216)]
    [InlineData("2001:db8::/32", 0)]
    public void Segments_Prefix_CountsSlash24(string prefix, long expected) =>
        Assert.Equal(expected, Make(prefix, "192.0.2.1").Segments);

    internal static Route Make(string prefix, string nextHop)
    {
        Assert.True(IpPrefix.TryParse(prefix, out IpPrefix parsed));
        return new Route(parsed, IpAddress.Parse(nextHop), 1, RouteKind.Remote, RouteProtocol.NetMgmt, 0, 0);
    }

    private static RouteTable Table(params (string Prefix, string NextHop)[] routes) =>
        new([.. routes.Select(route => Make(route.Prefix, route.NextHop))]);

    private static string NextHop(RouteTable table, string address)
    {
        Assert.True(table.TryFind(IpAddress.Parse(address), out Route route));
        return route.NextHop.ToString();
    }

    private static Route? Linear(Route[] routes, IpAddress address)
    {
        Route? best = null;
        foreach (Route route in routes)
        {
            if (route.Destination.Contains(address) && (best is null || route.Destination.Length > best.Value.Destination.Length))
            {
                best = route;
            }
        }

        return best;
    }

    // Clustered, so that prefixes nest; default and host routes among them.
    private static Route[] RandomRoutes(Random random, int count)
    {
        var routes = new Route[count];
        for (int i = 0; i < count; i++)
        {
            bool ipv4 = random.Next(2) == 0;
            int most = ipv4 ? 32 : 128;
            int length = random.Next(8) switch { 0 => 0, 1 => most, _ => random.Next(most + 1) };
            IpAddress address = i > 0 && random.Next(3) > 0 ? Near(random, routes.AsSpan(0, i)) : Anywhere(random, ipv4);
            length = address.IsIPv4 ? Math.Min(length, 32) : length;
            routes[i] = new Route(
                new IpPrefix(address, length), IpAddress.FromIPv4((uint)i), i, RouteKind.Remote, RouteProtocol.Bgp, 0, random.Next(3));
        }

        return routes;
    }

    private static IpAddress Anywhere(Random random, bool ipv4) => ipv4
        ? IpAddress.FromIPv4((uint)random.NextInt64(1L << 32))
        : new IpAddress((ulong)random.NextInt64() * 2 + 1, (ulong)random.NextInt64() * 2);

    // An address in one of the prefixes, with bits flipped behind (or right at) its end.
    private static IpAddress Near(Random random, ReadOnlySpan<Route> routes)
    {
        if (random.Next(5) == 0)
        {
            return Anywhere(random, random.Next(2) == 0);
        }

        IpPrefix prefix = routes[random.Next(routes.Length)].Destination;
        int bit = Math.Clamp(prefix.MappedLength + random.Next(-1, 20), prefix.IsIPv4 ? 96 : 0, 127);
        ulong high = prefix.Address.High ^ (bit < 64 ? 1UL << (63 - bit) : 0);
        ulong low = prefix.Address.Low ^ (bit >= 64 ? 1UL << (127 - bit) : 0);
        return random.Next(3) == 0 ? prefix.Address : new IpAddress(high, low);
    }
}
