using FlowSensor.Engine.Detection;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Tests.Detection;

public class DnsAndLoginRulesTests
{
    private const long T = DetectionRun.Monday;
    private const long Minute = DetectionRun.Minute;
    private const string Host = "192.0.2.77";

    private static Incident? Judge(DetectionRun run)
    {
        run.Tcp(T, "192.0.2.1", "198.51.100.1", 443);
        run.Close(T + Minute);
        return run.Incidents.SingleOrDefault();
    }

    [Theory]
    [InlineData(4_000, IncidentKind.DnsAnomaly)]
    [InlineData(1_000, null)]
    public void OnWindow_Queries_AreTooManyOverFiftyASecond(int queries, IncidentKind? expected)
    {
        DetectionRun run = new();
        run.Udp(T, Host, 40_000, "192.0.2.53", 53, (ulong)queries, (ulong)queries * 70);

        Assert.Equal(expected, Judge(run)?.Kind);
    }

    [Fact]
    public void OnWindow_ResolverThatAsksMuch_IsNothing()
    {
        DetectionRun run = new();
        for (int server = 0; server < 200; server++)
        {
            run.Udp(T, Host, 40_000 + server, $"198.51.100.{server}", 53, 50, 3_500);
        }

        Assert.Null(Judge(run));
    }

    [Fact]
    public void OnWindow_MxQueriesInABurst_AreAnAnomaly()
    {
        DetectionRun run = new(withWire: true);
        ref WireHost host = ref run.Wire.At(IpAddress.Parse(Host));
        host.DnsQueries = 400;
        host.MxQueries = 360;

        Incident incident = Assert.IsType<Incident>(Judge(run));
        Assert.Equal((IncidentKind.DnsAnomaly, "mx_queries"), (incident.Kind, incident.Contributions[0].Feature));
    }

    [Theory]
    [InlineData(120, 118, 110, true)]
    [InlineData(120, 118, 5, false)]
    [InlineData(2_000, 118, 110, false)]
    public void OnWindow_LongNames_AreATunnelWhenTheyAreManyAndDifferent(int queries, int longNames, int different, bool expected)
    {
        DetectionRun run = new(withWire: true);
        ref WireHost host = ref run.Wire.At(IpAddress.Parse(Host));
        for (int i = 0; i < queries; i++)
        {
            host.AddQuery((ulong)(i % different) * 0x1234_5678_9ABC_DEF1, 120);
        }

        host.LongNames = longNames;

        Assert.Equal(expected ? IncidentKind.DnsTunnel : null, Judge(run)?.Kind);
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(5, false)]
    public void OnWindow_ShortNamesThatLookLikeData_AreATunnelWhenTheyDiffer(int different, bool expected)
    {
        DetectionRun run = new(withWire: true);
        ref WireHost host = ref run.Wire.At(IpAddress.Parse(Host));
        for (int i = 0; i < 200; i++)
        {
            host.AddQuery((ulong)(i % different) * 0x1234_5678_9ABC_DEF1, 70);
            host.CarryingNames++;
            host.NameEntropy += 3.8;
        }

        Incident? incident = Judge(run);

        Assert.Equal(expected, incident is { Kind: IncidentKind.DnsTunnel, Contributions: [{ Feature: "name_entropy" }] });
        Assert.True(!expected || incident!.Contributions[0].Words.Contains("3.8 bits an octet", StringComparison.Ordinal));
    }

    [Fact]
    public void OnWindow_LargeQueriesInFlows_AreATunnel()
    {
        DetectionRun run = new();
        run.Udp(T, Host, 40_000, "192.0.2.53", 53, 600, 600 * 180);

        Assert.Equal(IncidentKind.DnsTunnel, Judge(run)?.Kind);
    }

    [Theory]
    [InlineData(300, 400, true)]
    [InlineData(300, 2_000, false)]
    [InlineData(50, 50, false)]
    public void OnWindow_NamesThatDoNotExist_AreAStormWhenTheyAreMostOfMany(int missing, int answers, bool expected)
    {
        DetectionRun run = new(withWire: true);
        ref WireHost host = ref run.Wire.At(IpAddress.Parse(Host));
        host.NxDomain = missing;
        host.DnsAnswers = answers;

        Assert.Equal(expected ? IncidentKind.NxdomainStorm : null, Judge(run)?.Kind);
    }

    [Theory]
    [InlineData(40, 0, true)]
    [InlineData(40, 60, false)]
    [InlineData(5, 0, false)]
    public void OnWindow_RefusedLogins_AreGuessingWhenNearlyAllAre(int failed, int good, bool expected)
    {
        DetectionRun run = new(withWire: true);
        ref WireHost host = ref run.Wire.At(IpAddress.Parse(Host));
        host.FailedLogins = failed;
        host.Logins = good;

        Assert.Equal(expected ? IncidentKind.LoginGuessing : null, Judge(run)?.Kind);
    }

    // Five a minute is little in a window, and much in ten.
    [Fact]
    public void OnWindow_SlowGuessing_AddsUp()
    {
        DetectionRun run = new(withWire: true);
        for (int minute = 0; minute < 10; minute++)
        {
            run.Wire.At(IpAddress.Parse(Host)).FailedLogins = 5;
            run.Tcp(T + (minute * Minute), "192.0.2.1", "198.51.100.1", 443);
            run.Close(T + ((minute + 1) * Minute));
        }

        Assert.Equal(IncidentKind.LoginGuessing, Assert.Single(run.Incidents).Kind);
    }

    [Theory]
    [InlineData(600, true)]
    [InlineData(3_000, false)]
    public void OnWindow_ManyConnectionsToMailboxes_AreGuessingWhenTheyAreShort(int octets, bool expected)
    {
        DetectionRun run = new();
        for (int i = 0; i < 80; i++)
        {
            run.Tcp(T + i, "203.0.113.5", "192.0.2.25", 110, 0x1B, 9, (ulong)octets, sourcePort: 30_000 + i);
        }

        Assert.Equal(expected ? IncidentKind.LoginGuessing : null, Judge(run)?.Kind);
    }

    // Within TLS nobody sees what the server says, with packets or without; but one program's refused logins are all of one size.
    [Theory]
    [InlineData(6, 1_150, 3, true, true)]
    [InlineData(6, 1_150, 3, false, true)]
    [InlineData(6, 1_150, 200, false, false)]
    [InlineData(6, 2_600, 3, false, false)]
    [InlineData(3, 1_150, 3, false, false)]
    [InlineData(20, 180, 3, false, false)]
    public void OnWindow_ConnectionsOfOneSize_AddUp(int aMinute, int octets, int spread, bool withWire, bool expected)
    {
        DetectionRun run = new(withWire: withWire);
        Random sizes = new(7);
        for (int minute = 0; minute < 30; minute++)
        {
            for (int i = 0; i < aMinute; i++)
            {
                run.Tcp(T + (minute * Minute) + i, "203.0.113.5", "192.0.2.25", 993, 0x1B, 12, (ulong)(octets + sizes.Next(-spread, spread)), 30_000 + i, withWire ? -1 : 0);
            }

            run.Close(T + ((minute + 1) * Minute));
        }

        Assert.Equal(expected, run.Incidents.Count == 1);
    }
}
