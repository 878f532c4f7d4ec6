using FlowSensor.Engine.Detection;
using FlowSensor.Engine.Traffic;

namespace FlowSensor.Engine.Tests.Detection;

public class OwnRuleTests
{
    private const long T = DetectionRun.Monday;
    private const long Minute = DetectionRun.Minute;

    private static DetectionRun Run(OwnRuleOptions rule, params string[] networks)
    {
        DetectionOptions options = new();
        options.Rules.Add(rule);
        return new DetectionRun(options, withWire: false, networks);
    }

    [Theory]
    [InlineData(RuleMeasure.Flows, 20)]
    [InlineData(RuleMeasure.Packets, 200)]
    [InlineData(RuleMeasure.Octets, 40_000)]
    [InlineData(RuleMeasure.Destinations, 20)]
    [InlineData(RuleMeasure.PacketSize, 200)]
    public void Judge_Measure_OpensFromTheNumberOn(RuleMeasure measure, int value)
    {
        foreach ((double over, bool expected) in new[] { (value * 0.85, true), (value * 1.15, false) })
        {
            DetectionRun run = Run(new OwnRuleOptions { Name = "web", Service = "www", Measure = measure, Over = over });
            for (int i = 0; i < 20; i++)
            {
                run.Tcp(T + i, "192.0.2.9", $"198.51.100.{i}", 80);
            }

            run.Close(T + Minute);

            Assert.Equal(expected, run.Incidents.Any(static incident => incident is { Kind: IncidentKind.Own, Rule: "web" }));
        }
    }

    [Fact]
    public void Judge_ForSomeTime_OpensAtItsEndWithItsBeginning()
    {
        DetectionRun run = Run(new OwnRuleOptions { Name = "web", Service = "www", Over = 5, For = TimeSpan.FromMinutes(5) });
        for (int minute = 0; minute < 12; minute++)
        {
            // Broken off once after three minutes.
            for (int i = 0; i < (minute == 3 ? 1 : 6); i++)
            {
                run.Tcp(T + (minute * Minute) + i, "192.0.2.9", "198.51.100.1", 80);
            }

            run.Close(T + ((minute + 1) * Minute));
        }

        Incident incident = Assert.Single(run.Incidents);
        Assert.Equal((T + (4 * Minute), T + (9 * Minute)), (incident.Opened, incident.Detected));
    }

    [Theory]
    [InlineData(RuleScope.Outbound, "192.0.2.9 > 198.51.100.1")]
    [InlineData(RuleScope.Inbound, "198.51.100.1 > 192.0.2.9")]
    [InlineData(RuleScope.Internal, "192.0.2.9 > 192.0.2.8")]
    public void Judge_Pairs_KeepToTheScope(RuleScope scope, string expected)
    {
        DetectionRun run = Run(new OwnRuleOptions { Name = "pairs", Service = "smtp", Over = 10, GroupBy = RuleGroup.Pair, Scope = scope }, "192.0.2.0/24");
        for (int i = 0; i < 15; i++)
        {
            run.Tcp(T + i, "192.0.2.9", "198.51.100.1", 25);
            run.Tcp(T + i, "198.51.100.1", "192.0.2.9", 25);
            run.Tcp(T + i, "192.0.2.9", "192.0.2.8", 25);
        }

        run.Close(T + Minute);

        Incident incident = Assert.Single(run.Incidents);
        Assert.Equal(expected, $"{incident.Source} > {incident.Peer}");
    }

    [Fact]
    public void Judge_RelativeToThePast_OpensWhenUnusual()
    {
        DetectionRun run = Run(new OwnRuleOptions { Name = "rush", Service = "www", Judge = RuleJudgement.Relative, Factor = 3 });
        for (int minute = 0; minute < 30 * 60; minute++)
        {
            int flows = minute < 29 * 60 ? 10 : 100;
            for (int i = 0; i < flows; i++)
            {
                run.Tcp(T + (minute * Minute) + i, "192.0.2.9", "198.51.100.1", 80);
            }

            run.Close(T + ((minute + 1) * Minute));
        }

        Incident incident = Assert.Single(run.Incidents);
        Assert.Equal(T + (29 * DetectionRun.Hour), incident.Opened);
        Assert.Contains("times the usual peak", incident.Contributions[0].Words, StringComparison.Ordinal);
    }

    // Mission B: of the published day's 143,492 smtp_flows, 1,987 are over 30 flows and 386 over 100.
    [Theory]
    [InlineData(30, 1_987)]
    [InlineData(100, 386)]
    public void Judge_PublishedDistribution_FindsTheExcessivePairs(int over, int expected)
    {
        DetectionOptions options = new() { MaxOpen = 10_000, MaxOpenedPerWindow = 10_000 };
        options.Rules.Add(new OwnRuleOptions { Name = "excessive", Service = "smtp", Over = over + 1, GroupBy = RuleGroup.Pair });
        options.SmtpSender.Enabled = false;
        DetectionRun run = new(new TrafficOptions { Window = TimeSpan.FromDays(1) }, options);
        int pair = 0;
        foreach ((int flows, int pairs) in new[] { (3, 136_003), (20, 5_502), (50, 1_370), (90, 231), (150, 226), (600, 145), (2_500, 15) })
        {
            for (int i = 0; i < pairs; i++, pair++)
            {
                string source = Protocols.Addressing.IpAddress.FromIPv4(0x0A00_0000u + (uint)pair).ToString();
                for (int flow = 0; flow < flows; flow++)
                {
                    run.Tcp(T + (flow % 1_000), source, "192.0.2.25", 25);
                }
            }
        }

        run.Close(T + (24 * DetectionRun.Hour));

        Assert.Equal(expected, run.Incidents.Count(static incident => incident.Rule == "excessive"));
    }
}
