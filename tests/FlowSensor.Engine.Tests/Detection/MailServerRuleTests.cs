using FlowSensor.Engine.Detection;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Tests.Detection;

/// <summary>The published rule as an incident: mail exchange efficiency falls while DNS queries rise.</summary>
public class MailServerRuleTests
{
    private const long Sample = 10 * DetectionRun.Minute;
    private const long Day = 24 * DetectionRun.Hour;
    private const string Server = "192.0.2.25";

    // 2003-03-23, a Sunday, 00:00 UTC.
    private const long FirstSunday = 1_048_377_600_000;

    // Mission A: an ordinary Sunday has 3,000 connections, MEE 0.35 and 23,900 queries; 13 April had 16,000, 0.21 and 59,780,
    // 5 July, a Saturday, 36,000, 0.11 and 119,397.
    [Theory]
    [InlineData(21, 16_000, 3_360, 59_780)]
    [InlineData(104, 36_000, 3_960, 119_397)]
    public void OnWindow_PublishedDay_IsAnIncidentOfTheServer(int day, int connections, int accepted, int queries)
    {
        DetectionRun run = new(withWire: true);
        foreach (int sunday in (int[])[0, 7, 14])
        {
            PlayDay(run, FirstSunday + (sunday * Day), 3_000, 1_050, 23_900);
        }

        Assert.Empty(run.Incidents);
        PlayDay(run, FirstSunday + (day * Day), connections, accepted, queries);

        Incident incident = Assert.Single(run.Incidents);
        Assert.Equal((IncidentKind.MailServerAttacked, Server, IncidentRole.Victim), (incident.Kind, incident.Source.ToString(), incident.Role));
        Assert.Equal(["dns_queries", "efficiency"], incident.Contributions.Select(static part => part.Feature).Order(StringComparer.Ordinal));

        // As soon as the day is old enough to be judged.
        Assert.InRange(incident.Detected - FirstSunday - (day * Day), 4 * DetectionRun.Hour, 5 * DetectionRun.Hour);
    }

    // Both fall: people are away.
    [Fact]
    public void OnWindow_QuietDay_IsNothing()
    {
        DetectionRun run = new(withWire: true);
        foreach (int sunday in (int[])[0, 7, 14])
        {
            PlayDay(run, FirstSunday + (sunday * Day), 3_000, 1_050, 23_900);
        }

        PlayDay(run, FirstSunday + (21 * Day), 1_000, 150, 9_000);

        Assert.Empty(run.Incidents);
    }

    [Theory]
    [InlineData(20, 25, true)]
    [InlineData(20, 200, false)]
    [InlineData(1, 1, false)]
    public void OnWindow_UnknownRecipients_AreAStormWhenManyAndMost(int unknown, int asked, bool expected)
    {
        DetectionRun run = new(withWire: true);
        for (int minute = 0; minute < 4; minute++)
        {
            ref WireHost server = ref run.Wire.At(IpAddress.Parse(Server));
            server.Connections = unknown;
            server.UserUnknown = unknown;
            server.Asked = asked;
            Tick(run, DetectionRun.Monday + (minute * DetectionRun.Minute), DetectionRun.Minute);
        }

        Assert.Equal(expected, run.Incidents.Any(static incident => incident.Kind == IncidentKind.MailServerAttacked));
    }

    private static void PlayDay(DetectionRun run, long start, int connections, int accepted, int queries)
    {
        for (int sample = 0; sample < 144; sample++)
        {
            ref WireHost server = ref run.Wire.At(IpAddress.Parse(Server));
            server.Connections = Part(connections, sample);
            server.Accepted = Part(accepted, sample);
            server.DnsQueries = Part(queries, sample);
            Tick(run, start + (sample * Sample), Sample);
        }
    }

    private static int Part(int whole, int sample) => (int)(((sample + 1L) * whole / 144) - ((long)sample * whole / 144));

    private static void Tick(DetectionRun run, long time, long length)
    {
        run.Tcp(time, "192.0.2.1", "198.51.100.1", 443);
        run.Close(time + length);
    }
}
