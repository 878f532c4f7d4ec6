using FlowSensor.Engine.Routes;
using FlowSensor.Engine.Routes.Polling;
using FlowSensor.Protocols.Snmp;

namespace FlowSensor.Engine.Tests.Routes;

public sealed class SnmpRouteSourceTests
{
    private static readonly ObjectIdentifier NextHops = ObjectIdentifier.Parse("1.3.6.1.2.1.4.21.1.7");

    [Fact]
    public async Task PollAsync_IpRouteTableOnly_UsesAndNamesIt()
    {
        using var agent = new SimulatedAgent([.. RouteMib.Device("sample"), .. RouteMib.IpRoute(("192.192.40.0", "255.255.252.0", "203.71.2.72"))]);

        RoutePoll poll = await PollAsync(agent);

        Assert.Equal(SnmpFailure.None, poll.Failure);
        Assert.Equal("ipRouteTable", poll.Table);
        Assert.Equal("sample", poll.SystemName);
        Route route = Assert.Single(poll.Routes);
        Assert.Equal("192.192.40.0/22", route.Destination.ToString());
        Assert.Equal("203.71.2.72", route.NextHop.ToString());
        Assert.Equal(4, route.Segments);
        Assert.Equal((2, RouteKind.Remote, RouteProtocol.Ospf, 600, 1), (route.Interface, route.Kind, route.Protocol, route.AgeSeconds, route.Metric));
        Assert.Equal(new InterfaceName("Gi0/1", "to the campus", 1000), poll.Interfaces[2]);
    }

    [Fact]
    public async Task PollAsync_BulkAndGetNext_SameRoutesInTenthOfThePackets()
    {
        using var agent = new SimulatedAgent(RouteMib.CidrTable(3_000));

        RoutePoll bulk = await PollAsync(agent);
        RoutePoll next = await PollAsync(agent, repetitions: 1);

        Assert.Equal(3_000, bulk.Routes.Count);
        Assert.Equal(bulk.Routes, next.Routes);
        Assert.Equal("ipCidrRouteTable", bulk.Table);
        Assert.True(bulk.Requests * 10 < next.Requests, $"{bulk.Requests} against {next.Requests}");
    }

    // FLOWSENSOR_FULL=1 reads a million routes; time, requests and memory of the run are printed.
    [Fact]
    public async Task PollAsync_LargeTable_ReadsEveryRoute()
    {
        int routes = Environment.GetEnvironmentVariable("FLOWSENSOR_FULL") == "1" ? 1_000_000 : 20_000;
        using var agent = new SimulatedAgent(RouteMib.CidrTable(routes));
        long begun = TimeProvider.System.GetTimestamp();

        RoutePoll poll = await PollAsync(agent);

        TimeSpan took = TimeProvider.System.GetElapsedTime(begun);
        Console.WriteLine($"{poll.Routes.Count} routes, {poll.Requests} requests, {took.TotalSeconds:F1} s, {Environment.WorkingSet >> 20} MB with the agent");
        Assert.Equal(SnmpFailure.None, poll.Failure);
        Assert.Equal(routes, poll.Routes.Count);
        Assert.True(poll.Requests * 10 < routes, $"{poll.Requests} requests");
    }

    [Theory]
    [InlineData(700)]
    [InlineData(150)]
    [InlineData(110)]
    public async Task PollAsync_SmallAnswers_AdaptsAndReadsAll(int octets)
    {
        using var agent = new SimulatedAgent(RouteMib.CidrTable(200)) { AnswerOctets = octets };

        RoutePoll poll = await PollAsync(agent);

        Assert.Equal(SnmpFailure.None, poll.Failure);
        Assert.Equal(200, poll.Routes.Count);
    }

    [Fact]
    public async Task PollAsync_NothingFits_FailsAsTooBig()
    {
        using var agent = new SimulatedAgent(RouteMib.CidrTable(20)) { AnswerOctets = 70 };

        Assert.Equal(SnmpFailure.TooBig, (await PollAsync(agent)).Failure);
    }

    [Fact]
    public async Task PollAsync_BigAnswersLost_AsksForLessAndReadsAll()
    {
        using var agent = new SimulatedAgent(RouteMib.CidrTable(2_000)) { Spoil = (_, answer) => answer.Length > 4_000 ? null : answer };

        RoutePoll poll = await PollAsync(agent);

        Assert.Equal(SnmpFailure.None, poll.Failure);
        Assert.Equal(2_000, poll.Routes.Count);
    }

    [Fact]
    public async Task PollAsync_ColumnsWithGaps_ReadsEveryRow()
    {
        VarBind[] all = [.. RouteMib.IpRoute([.. Enumerable.Range(0, 300).Select(i => ($"198.18.{i / 100}.{i % 100}", "255.255.255.255", "192.0.2.1"))])];
        // Age in every third row only, no metric at all.
        using var agent = new SimulatedAgent(all.Where(binding =>
            !binding.Name.StartsWith(ObjectIdentifier.Parse("1.3.6.1.2.1.4.21.1.3"))
            && (!binding.Name.StartsWith(ObjectIdentifier.Parse("1.3.6.1.2.1.4.21.1.10")) || binding.Name.Arcs[^1] % 3 == 0)));

        RoutePoll poll = await PollAsync(agent);

        Assert.Equal(300, poll.Routes.Count);
        Assert.All(poll.Routes, route => Assert.Equal(route.Destination.Address.IPv4 % 256 % 3 == 0 ? 600 : -1, route.AgeSeconds));
        Assert.All(poll.Routes, route => Assert.Equal(-1, route.Metric));
    }

    [Fact]
    public async Task PollAsync_StopsMidWalk_FailsWithPlace()
    {
        using var agent = new SimulatedAgent(RouteMib.CidrTable(5_000)) { Spoil = (number, answer) => number > 12 ? null : answer };

        RoutePoll poll = await PollAsync(agent);

        Assert.Equal(SnmpFailure.Timeout, poll.Failure);
        Assert.Contains("after", poll.Detail, StringComparison.Ordinal);
        Assert.Empty(poll.Routes);
    }

    [Theory]
    [InlineData("the same name again", SnmpFailure.OutOfOrder)]
    [InlineData("backwards", SnmpFailure.OutOfOrder)]
    [InlineData("more than asked", SnmpFailure.Malformed)]
    [InlineData("empty", SnmpFailure.AgentError)]
    [InlineData("generr", SnmpFailure.AgentError)]
    public async Task RunAsync_HostileAnswers_FailsClearly(string kind, SnmpFailure expected)
    {
        using var agent = new SimulatedAgent(RouteMib.IpRoute([.. Enumerable.Range(0, 90).Select(i => ($"198.18.0.{i}", "255.255.255.255", "192.0.2.1"))]))
        {
            Change = (number, pdu) => number < 2 ? pdu : kind switch
            {
                "the same name again" => pdu with { VarBinds = [pdu.VarBinds[0], pdu.VarBinds[0]] },
                "backwards" => pdu with { VarBinds = [new VarBind(NextHops.Append(198, 18, 0, 1), pdu.VarBinds[0].Value)] },
                "more than asked" => pdu with { VarBinds = [.. Enumerable.Range(0, 1_000).Select(i => new VarBind(NextHops.Append(200, 0, 0, (uint)i), SnmpValue.Of(SnmpValueKind.Integer, 1)))] },
                "empty" => pdu with { VarBinds = [] },
                _ => pdu with { ErrorStatus = 5, ErrorIndex = 99 },
            },
        };
        using var client = new SnmpClient(Target(agent, 400), TimeProvider.System);

        WalkResult result = await new TableWalk(client, new WalkLimits(), TimeProvider.System).RunAsync([NextHops], new Discard(), CancellationToken.None);

        Assert.Equal(expected, result.Failure);
        Assert.NotEqual("", result.Detail);
    }

    [Theory]
    [InlineData("truncated")]
    [InlineData("huge integer")]
    [InlineData("noise")]
    [InlineData("other community")]
    [InlineData("other request")]
    public async Task PollAsync_AnswersNotUsable_FailsOthersUnaffected(string kind)
    {
        using var broken = new SimulatedAgent(RouteMib.CidrTable(10))
        {
            Spoil = (_, answer) =>
            {
                switch (kind)
                {
                    case "truncated":
                        return answer[..^3];
                    case "huge integer":
                        // The request id made nine octets long.
                        return Convert.FromHexString("301D0201010406667372656164A2100209FFFFFFFFFFFFFFFFFF0201000201003000");
                    case "noise":
                        return [1, 2, 3, 4];
                    case "other community":
                        answer[8] ^= 1;
                        return answer;
                    default:
                        CommunityMessage.Decode(answer, out CommunityMessage? message);
                        return (message! with { Pdu = message!.Pdu with { RequestId = message.Pdu.RequestId ^ 1 } }).Encode();
                }
            },
        };
        using var healthy = new SimulatedAgent(RouteMib.CidrTable(10));

        RoutePoll[] polls = await Task.WhenAll(PollAsync(broken), PollAsync(healthy));

        Assert.True(polls[0].Failure is SnmpFailure.Malformed or SnmpFailure.Timeout, polls[0].Failure.ToString());
        Assert.NotEqual("", polls[0].Detail);
        Assert.Equal(10, polls[1].Routes.Count);
    }

    [Fact]
    public async Task PollAsync_ForgedAnswerFirst_TakesTheGenuineOne()
    {
        using var agent = new SimulatedAgent(RouteMib.CidrTable(10));
        int dropped = 0;
        agent.Spoil = (number, answer) => number % 3 == 1 && dropped++ < 3 ? [0x30, 0x00] : answer;

        RoutePoll poll = await PollAsync(agent);

        Assert.Equal(10, poll.Routes.Count);
    }

    [Fact]
    public async Task PollAsync_MoreRowsThanAllowed_Fails()
    {
        using var agent = new SimulatedAgent(RouteMib.CidrTable(1_000));
        var source = new SnmpRouteSource("r", Target(agent, 400), "auto", new WalkLimits { MaximumRows = 500 }, TimeProvider.System);

        Assert.Equal(SnmpFailure.TooManyRows, (await source.PollAsync(CancellationToken.None)).Failure);
    }

    [Fact]
    public async Task PollAsync_NothingListens_FailsAsUnreachable()
    {
        SimulatedAgent agent = new(RouteMib.CidrTable(1));
        agent.Dispose();

        RoutePoll poll = await PollAsync(agent);

        Assert.True(poll.Failure is SnmpFailure.Unreachable or SnmpFailure.Timeout);
    }

    internal static SnmpTarget Target(SimulatedAgent agent, int repetitions) => new()
    {
        EndPoint = agent.EndPoint,
        Community = "fsread",
        MaxRepetitions = repetitions,
        RequestsPerSecond = 0,
        Timeout = TimeSpan.FromMilliseconds(250),
        Retries = 2,
    };

    private static Task<RoutePoll> PollAsync(SimulatedAgent agent, int repetitions = 400) =>
        new SnmpRouteSource("r", Target(agent, repetitions), "auto", new WalkLimits(), TimeProvider.System).PollAsync(CancellationToken.None);

    private sealed class Discard : IWalkSink
    {
        public void OnRow(ReadOnlySpan<uint> index, ReadOnlySpan<SnmpValue> cells)
        {
        }
    }
}
