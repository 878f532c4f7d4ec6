using FlowSensor.Engine.Routes;
using FlowSensor.Engine.Routes.Polling;
using FlowSensor.Protocols.Snmp;
using FlowSensor.Protocols.Snmp.Usm;

namespace FlowSensor.IntegrationTests.Routes;

/// <summary>What goes wrong with a real agent gives a clear failure and touches nothing else.</summary>
public sealed class SnmpdFailureTests
{
    [SnmpPeerFact]
    public async Task PollAsync_WrongCredentials_EachFailsWithItsReason()
    {
        using var snmpd = new Snmpd();
        (UsmUser User, SnmpFailure Expected)[] cases =
        [
            (SnmpdWalkTests.MakeUser("SHA-256", "AES", password: "not-the-password"), SnmpFailure.WrongPassword),
            (SnmpdWalkTests.MakeUser("SHA-256", "AES", privacyPassword: "not-the-password"), SnmpFailure.WrongPrivacy),
            (new UsmUser("stranger", UsmAuthentication.Sha256, "whatever-it-is"), SnmpFailure.UnknownUser),
            (new UsmUser(Snmpd.User("MD5", null), UsmAuthentication.Md5, Snmpd.AuthenticationPassword, UsmPrivacy.Aes128, "whatever-it-is"), SnmpFailure.UnsupportedSecurityLevel),
            (SnmpdWalkTests.MakeUser("SHA-256", "AES"), SnmpFailure.None),
        ];

        RoutePoll[] polls = await Task.WhenAll(cases.Select(one => PollAsync(snmpd, one.User)));

        for (int i = 0; i < cases.Length; i++)
        {
            // An agent that gets garbage out of the wrong privacy key may stay silent instead of reporting it.
            bool silent = cases[i].Expected == SnmpFailure.WrongPrivacy && polls[i].Failure == SnmpFailure.Timeout;
            Assert.True(silent || polls[i].Failure == cases[i].Expected, $"{cases[i].Expected}: {polls[i].Failure} {polls[i].Detail}");
            Assert.Equal(cases[i].Expected == SnmpFailure.None, polls[i].Detail.Length == 0);
        }

        Assert.NotEmpty(polls[^1].Routes);
        Assert.Equal("sample-router", polls[^1].SystemName);
    }

    [SnmpPeerFact]
    public async Task GetAsync_AgentRestarts_EngineTimeIsLearnedAgain()
    {
        using var snmpd = new Snmpd();
        using var client = new SnmpClient(Target(snmpd, SnmpdWalkTests.MakeUser("SHA", "AES")), TimeProvider.System);
        ObjectIdentifier[] name = [ObjectIdentifier.Parse("1.3.6.1.2.1.1.5.0")];
        Assert.Equal(SnmpFailure.None, (await client.GetAsync(name, CancellationToken.None)).Failure);
        long sent = client.Sent;

        snmpd.Stop();
        snmpd.Start();
        SnmpResult result = await client.GetAsync(name, CancellationToken.None);

        Assert.Equal(SnmpFailure.None, result.Failure);
        // The old boots are refused once with a report, then the request goes out again.
        Assert.True(client.Sent - sent >= 2);
    }

    [SnmpPeerFact]
    public async Task PollAsync_AgentGoesAway_LastTableIsKept()
    {
        var snmpd = new Snmpd();
        var state = new RouterState("r", 0.5, 3);
        UsmUser user = SnmpdWalkTests.MakeUser("SHA-512", "AES-256");
        RouterView good = state.Apply(await PollAsync(snmpd, user), 1_000);
        snmpd.Dispose();

        RouterView kept = state.Apply(await PollAsync(snmpd, user), 61_000);

        Assert.NotEqual(SnmpFailure.None, kept.Failure);
        Assert.Same(good.Table, kept.Table);
        Assert.Equal(60, kept.AgeSeconds(61_000));
    }

    private static SnmpTarget Target(Snmpd snmpd, UsmUser user) => new()
    {
        EndPoint = snmpd.EndPoint,
        Version = SnmpVersion.V3,
        User = user,
        RequestsPerSecond = 0,
        Timeout = TimeSpan.FromMilliseconds(700),
        Retries = 1,
    };

    private static Task<RoutePoll> PollAsync(Snmpd snmpd, UsmUser user) =>
        new SnmpRouteSource("r", Target(snmpd, user), "auto", new WalkLimits(), TimeProvider.System).PollAsync(CancellationToken.None);
}
