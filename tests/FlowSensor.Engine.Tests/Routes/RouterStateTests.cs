using FlowSensor.Engine.Routes;
using FlowSensor.Engine.Routes.Listing;
using FlowSensor.Engine.Routes.Lookup;
using FlowSensor.Engine.Routes.Polling;
using FlowSensor.Engine.Routes.Sources;
using FlowSensor.Engine.Routes.Topology;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Tests.Routes;

public sealed class RouterStateTests
{
    [Fact]
    public void Apply_FailedPoll_KeepsLastTableAndAge()
    {
        var state = new RouterState("r", 0.5, 3);
        state.Apply(Poll(100), 1_000);

        RouterView view = state.Apply(RoutePoll.Failed(SnmpFailure.Timeout, "no answer"), 61_000);

        Assert.Equal((100, 60, SnmpFailure.Timeout), (view.Table.Count, view.AgeSeconds(61_000), view.Failure));
    }

    [Fact]
    public void Apply_TableShrinks_IsHeldBackUntilConfirmed()
    {
        var state = new RouterState("r", 0.5, 3);
        state.Apply(Poll(100), 1);

        RouterView first = state.Apply(Poll(49), 2);
        RouterView second = state.Apply(Poll(49), 3);
        RouterView third = state.Apply(Poll(49), 4);

        Assert.Equal((100, 49), (first.Table.Count, first.HeldRoutes));
        Assert.Contains("from 100 to 49", first.Detail, StringComparison.Ordinal);
        Assert.Equal(100, second.Table.Count);
        Assert.Equal((49, -1, 100), (third.Table.Count, third.HeldRoutes, third.Previous.Count));
    }

    [Fact]
    public void Apply_TableShrinksAndRecovers_ForgetsTheShrinking()
    {
        var state = new RouterState("r", 0.5, 3);
        state.Apply(Poll(100), 1);
        state.Apply(Poll(10), 2);

        RouterView view = state.Apply(Poll(99), 3);

        Assert.Equal((99, -1, 0, ""), (view.Table.Count, view.HeldRoutes, view.HeldTimes, view.Detail));
    }

    [Fact]
    public void WriteText_PublishedExample_GivesPublishedList()
    {
        const string Published = """
            NextHop, Dest., Netmask, Seg
            203.72.244.226,      140.115.0.0,255.255.0.0, 256
            203.71.2.5,   140.132.0.0,    255.255.0.0, 256
            203.71.2.61,   140.135.0.0,   255.255.0.0, 256
            203.71.2.237,   140.138.0.0,    255.255.0.0, 256
            203.71.2.209,          192.192.40.0,  255.255.252.0,     4
            203.71.2.209,          203.68.52.0,   255.255.252.0,     4
            """;
        RoutePoll poll = new CsvRouteSource("r", "f", 100).Read(new StringReader(Published));
        var output = new StringWriter();

        RegionalList.WriteText(output, new RouteTable([.. poll.Routes]).All());

        string[] lines = [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(Tidy)];
        Assert.Equal(Published.Split('\n').Skip(1).Select(Tidy), lines);
    }

    [Fact]
    public void Between_NextHopMoves_TellsRemovedAndAdded()
    {
        var before = new RouteTable([RouteTableTests.Make("192.0.2.0/24", "198.51.100.1"), RouteTableTests.Make("203.0.113.0/24", "198.51.100.1")]);
        var after = new RouteTable([RouteTableTests.Make("192.0.2.0/24", "198.51.100.2"), RouteTableTests.Make("203.0.113.0/24", "198.51.100.1")]);

        IReadOnlyList<RouteChange> changes = RouteDiff.Between(before, after);

        Assert.Equal(["-192.0.2.0/24 198.51.100.1", "+192.0.2.0/24 198.51.100.2"], changes.Select(change => $"{change.Sign}{change.Route.Destination} {change.Route.NextHop}"));
        Assert.Empty(RouteDiff.Between(after, after));
    }

    [Fact]
    public void Read_IpRouteJson_GivesRoutes()
    {
        const string Json = """
            [{"dst":"default","gateway":"192.0.2.1","dev":"eth0","protocol":"dhcp","metric":100,"flags":[]},
             {"dst":"198.51.100.0/24","dev":"eth1","protocol":"kernel","scope":"link","flags":[]},
             {"dst":"203.0.113.0/24","protocol":"bgp","flags":[],"nexthops":[{"gateway":"192.0.2.2","dev":"eth0","weight":1},{"gateway":"192.0.2.3","dev":"eth0","weight":1}]},
             {"type":"blackhole","dst":"203.0.113.128/25","flags":[]},{"dst":"nonsense"}]
            """;

        RoutePoll poll = new IpRouteJsonSource("r", "f", 100).Read(System.Text.Encoding.UTF8.GetBytes(Json));

        Assert.Equal(
            ["0.0.0.0/0 192.0.2.1 Remote", "198.51.100.0/24 :: Local", "203.0.113.0/24 192.0.2.2 Remote", "203.0.113.0/24 192.0.2.3 Remote", "203.0.113.128/25 :: Blackhole"],
            poll.Routes.Select(route => $"{route.Destination} {route.NextHop} {route.Kind}"));
        Assert.Equal("eth0", poll.Interfaces[poll.Routes[0].Interface].Name);
        Assert.Equal(1, poll.BadRows);
    }

    [Theory]
    [InlineData("""[{"dst":"\ud800"}]""")]
    [InlineData("""[{"dst":"192.0.2.0/24","metric":"high"}]""")]
    public void Read_IpRouteJsonThatIsNone_FailsWithTheFile(string json)
    {
        RoutePoll poll = new IpRouteJsonSource("r", "f", 100).Read(System.Text.Encoding.UTF8.GetBytes(json));

        Assert.Equal(SnmpFailure.BadFile, poll.Failure);
        Assert.StartsWith("f: ", poll.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_CsvOfQuotes_TakesMemoryInProportion()
    {
        string quotes = "dst,x" + new string('"', 100_000);
        var source = new CsvRouteSource("r", "f", 100);
        source.Read(new StringReader(quotes));

        Assert.InRange(FlowSensor.Protocols.Tests.Pcap.AllocatedBytes.Of(() => source.Read(new StringReader(quotes))), 0, 4_000_000);
    }

    [Theory]
    [InlineData("destination,next_hop\nnonsense,192.0.2.1\n198.51.100.0/24,x\n192.0.2.0/24,192.0.2.1", "line 2", "line 3")]
    [InlineData("dest,netmask,next_hop\n198.51.100.0,255.0.255.0,192.0.2.1", "line 2", "255.0.255.0")]
    [InlineData("", "header", "empty")]
    public void Read_BadCsv_TellsEveryLine(string text, string first, string second)
    {
        RoutePoll poll = new CsvRouteSource("r", "f", 100).Read(new StringReader(text));

        Assert.Equal(SnmpFailure.BadFile, poll.Failure);
        Assert.Contains(first, poll.Detail, StringComparison.Ordinal);
        Assert.Contains(second, poll.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void TryRestore_SavedTable_IsBackWithItsAge()
    {
        string folder = Directory.CreateTempSubdirectory("fs-routes-").FullName;
        var snapshots = new RouteSnapshots(folder, 1_000);
        var state = new RouterState("192.0.2.1", 0.5, 3);
        snapshots.Save(state.Apply(Poll(50) with { Table = "flow records", SystemName = "core 1" }, 5_000));

        var restored = new RouterState("192.0.2.1", 0.5, 3);
        Assert.True(snapshots.TryRestore(restored));
        Assert.False(snapshots.TryRestore(new RouterState("other", 0.5, 3)));

        Assert.Equal((50, 5_000L, "flow records", "core 1"), (restored.View.Table.Count, restored.View.ReadAt, restored.View.TableName, restored.View.SystemName));
        Assert.Empty(RouteDiff.Between(state.View.Table, restored.View.Table));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task RunAsync_Topology_FollowsNextHopsInsideManagementNetworks()
    {
        var options = new SnmpOptions { TopologyDepth = 2, ManagementNetworks = { Parse("192.0.2.0/24") } };
        var tables = new Dictionary<string, TopologyReading>
        {
            ["192.0.2.1"] = Reading("core \"1\"", ["192.0.2.1", "127.0.0.1"], ("10.1.0.0/16", "192.0.2.2"), ("10.2.0.0/16", "192.0.2.3"), ("0.0.0.0/0", "203.0.113.1")),
            ["192.0.2.2"] = Reading("edge", ["192.0.2.2", "192.0.2.3"], ("10.1.1.0/24", "192.0.2.4"), ("0.0.0.0/0", "192.0.2.1")),
            ["192.0.2.3"] = Reading("edge", ["192.0.2.2", "192.0.2.3"], ("10.1.1.0/24", "192.0.2.4")),
        };
        List<string> asked = [];
        var walk = new TopologyWalk(options, (target, _) =>
        {
            string address = target.EndPoint.Address.ToString();
            asked.Add(address);
            return Task.FromResult(tables.GetValueOrDefault(address) ?? new TopologyReading(RoutePoll.Failed(SnmpFailure.Timeout, "no answer"), []));
        });

        RegionalTopology found = await walk.RunAsync([new SnmpTarget { EndPoint = new(System.Net.IPAddress.Parse("192.0.2.1"), 161) }], CancellationToken.None);

        Assert.DoesNotContain("203.0.113.1", asked);
        Assert.Contains("192.0.2.4", asked);
        Assert.Equal(4, found.Routers.Count);
        Assert.Single(found.Routers, router => router.Name == "edge");
        Assert.Contains(found.Links, link => found.Routers[link.From].Name.StartsWith("core", StringComparison.Ordinal) && found.Routers[link.To].Name == "edge" && link.Routes == 2);
        Assert.Contains("core \\\"1\\\"", found.ToDot(), StringComparison.Ordinal);
    }

    private static TopologyReading Reading(string name, string[] own, params (string Prefix, string NextHop)[] routes) => new(
        new RoutePoll { SystemName = name, Routes = [.. routes.Select(route => RouteTableTests.Make(route.Prefix, route.NextHop))] },
        [.. own.Select(address => IpAddress.Parse(address))]);

    private static IpPrefix Parse(string text) => IpPrefix.TryParse(text, out IpPrefix prefix) ? prefix : default;

    private static RoutePoll Poll(int routes) => new()
    {
        Table = "ipCidrRouteTable",
        Routes = [.. Enumerable.Range(0, routes).Select(i => RouteTableTests.Make($"10.{i / 256}.{i % 256}.0/24", "192.0.2.1"))],
    };

    private static string Tidy(string line) => string.Join(' ', line.Split([' ', ',', '\r'], StringSplitOptions.RemoveEmptyEntries));
}
