using FlowSensor.Engine.Routes;
using FlowSensor.Engine.Routes.Lookup;
using FlowSensor.Engine.Routes.Polling;
using FlowSensor.Engine.Routes.Sources;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Snmp;

namespace FlowSensor.IntegrationTests.Routes;

/// <summary>A router with 5,000 kernel routes in a network namespace, served by net-snmp.</summary>
public sealed class KernelRoutesTests
{
    private const int IPv4Routes = 5_000;
    private const int IPv6Routes = 200;

    [SnmpPeerFact(Namespace = true)]
    public void PollAsync_FiveThousandKernelRoutes_EqualsIpRoute()
    {
        using var space = new NetworkNamespace($"fsr{Environment.ProcessId}");
        space.AddRoutes(IPv4Routes, IPv6Routes);
        using var snmpd = new Snmpd(space.Name);
        string file = Path.GetTempFileName();
        File.WriteAllText(file, Tool.MustRun("ip", "-n", space.Name, "-j", "route"));
        RoutePoll kernel = new IpRouteJsonSource("k", file, 10_000).PollAsync(CancellationToken.None).GetAwaiter().GetResult();
        File.Delete(file);

        foreach (string table in SnmpRouteSource.Tables)
        {
            RoutePoll poll = space.Inside(() => Poll(snmpd, table, 400));
            Assert.Equal("", poll.Detail);
            Assert.Equal(table == "auto" ? "inetCidrRouteTable" : table, poll.Table);
            Assert.Contains(poll.Interfaces.Values, known => known.Name == "veth0");

            // The connected network has the next hop 0.0.0.0 in one place and none in the other.
            string[] found = [.. poll.Routes.Where(route => route.Destination.IsIPv4).Select(Key).Order(StringComparer.Ordinal)];
            Assert.Equal(kernel.Routes.Select(Key).Order(StringComparer.Ordinal), found);
            Assert.Equal(IPv4Routes + 1, found.Length);
            if (poll.Table.StartsWith("inetCidr", StringComparison.Ordinal))
            {
                Assert.Equal(IPv6Routes, poll.Routes.Count(route => route.Destination is { IsIPv4: false, Length: 48 }));
            }
        }

        RoutePoll bulk = space.Inside(() => Poll(snmpd, "ipCidrRouteTable", 400));
        RoutePoll next = space.Inside(() => Poll(snmpd, "ipCidrRouteTable", 1));
        Assert.Equal(bulk.Routes, next.Routes);
        Assert.True(bulk.Requests * 10 < next.Requests, $"{bulk.Requests} requests in bulk, {next.Requests} one by one");
        var lookup = new RouteTable(bulk.Routes);
        Assert.True(lookup.TryFind(IpAddress.Parse("11.0.7.9"), out Route route));
        Assert.Equal("11.0.7.0/24", route.Destination.ToString());
    }

    private static Task<RoutePoll> Poll(Snmpd snmpd, string table, int repetitions)
    {
        var target = new SnmpTarget { EndPoint = snmpd.EndPoint, Version = SnmpVersion.V2C, Community = Snmpd.Community, RequestsPerSecond = 0, MaxRepetitions = repetitions };
        return new SnmpRouteSource("k", target, table, new WalkLimits(), TimeProvider.System).PollAsync(CancellationToken.None);
    }

    private static string Key(Route route) => $"{route.Destination} {route.NextHop}";
}
