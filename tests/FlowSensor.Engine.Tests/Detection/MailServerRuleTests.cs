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

    // Twenty in ten minutes, where one is usual, stay under what counts in ten minutes.
    [Theory]
    [InlineData(20, true)]
    [InlineData(8, false)]
    public void OnWindow_UnknownRecipientsForHours_AreAStormWhenThatIsUnusual(int unknown, bool expected)
    {
        DetectionRun run = new(withWire: true);
        for (int sample = 0; sample < 200; sample++)
        {
            int refused = sample < 180 ? 1 : unknown;
            ref WireHost server = ref run.Wire.At(IpAddress.Parse(Server));
            server.Connections = refused + 4;
            server.UserUnknown = refused;
            server.Asked = refused + 4;
            Tick(run, DetectionRun.Monday + (sample * Sample), Sample);
        }

        Assert.Equal(expected, run.Incidents.Any(static incident => incident.Contributions.Any(static part => part.Words.Contains("last hour", StringComparison.Ordinal))));
    }

    [Fact]
    public void OnWindow_UnknownRecipientsForTenMinutes_AreOverWithinTheHour()
    {
        DetectionRun run = new(withWire: true);
        for (int sample = 0; sample < 200; sample++)
        {
            int refused = sample == 180 ? 400 : 1;
            ref WireHost server = ref run.Wire.At(IpAddress.Parse(Server));
            server.Connections = refused + 4;
            server.UserUnknown = refused;
            server.Asked = refused + 4;
            Tick(run, DetectionRun.Monday + (sample * Sample), Sample);
        }

        Incident incident = Assert.Single(run.Incidents);
        Assert.NotNull(incident.Closed);
        Assert.InRange(incident.Closed.Value - (DetectionRun.Monday + (180 * Sample)), 0, 2 * DetectionRun.Hour);
    }

    // The published levels are those of one server: another one that delivers a third of what it is brought all its life is no server under attack.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void OnWindow_BusyDayOfALittleKnownServer_IsNothing(int known)
    {
        DetectionRun run = new(withWire: true);
        for (int day = 0; day < known; day++)
        {
            PlayDay(run, DetectionRun.Monday + (day * Day), 3_000, 1_000, 15_000);
        }

        PlayDay(run, DetectionRun.Monday + (known * Day), 8_000, 2_600, 45_000);

        Assert.Empty(run.Incidents);
    }

    [Fact]
    public void OnWindow_HalfTheEfficiencyAfterOneDay_IsAnIncident()
    {
        DetectionRun run = new(withWire: true);
        PlayDay(run, DetectionRun.Monday, 3_000, 1_000, 15_000);

        PlayDay(run, DetectionRun.Monday + Day, 12_000, 1_200, 45_000);

        Assert.Equal(IncidentKind.MailServerAttacked, Assert.Single(run.Incidents).Kind);
    }

    // The day's sums stay those of an attack until midnight; what is usual for the hours after it is no further one.
    [Fact]
    public void OnWindow_AttackThatEndsAtNoon_IsOneIncident()
    {
        DetectionRun run = new(withWire: true);
        PlayDay(run, DetectionRun.Monday, 3_000, 1_000, 15_000);
        long tuesday = DetectionRun.Monday + Day;
        for (int sample = 0; sample < 144; sample++)
        {
            // In the morning ten attempts for each ordinary connection; the afternoon is half as busy again as the day, and as efficient.
            (int connections, int accepted, int queries) = sample switch
            {
                < 48 => (21, 7, 104),
                < 72 => (220, 8, 900),
                _ => (30, 10, 160),
            };
            PlaySample(run, tuesday + (sample * Sample), connections, accepted, queries);
        }

        Incident incident = Assert.Single(run.Incidents);
        Assert.NotNull(incident.Closed);
        Assert.InRange(incident.LastSeen - tuesday, 12 * DetectionRun.Hour, 15 * DetectionRun.Hour);
    }

    // A sensor that is started in the evening has seen no day: whole ones would look risen against it.
    [Fact]
    public void OnWindow_FirstEvening_TeachesNothing()
    {
        DetectionRun run = new(withWire: true);
        for (int sample = 120; sample < 144; sample++)
        {
            PlaySample(run, DetectionRun.Monday + (sample * Sample), 30, 20, 100);
        }

        PlayDay(run, DetectionRun.Monday + Day, 6_000, 800, 60_000);

        Assert.Empty(run.Incidents);
    }

    [Fact]
    public void OnWindow_ServerWhoseDeliveriesAreNeverSeen_HasNoEfficiencyThatFalls()
    {
        DetectionRun run = new(withWire: true);
        for (int day = 0; day < 4; day++)
        {
            PlayDay(run, DetectionRun.Monday + (day * Day), 3_000, 0, 15_000);
        }

        PlayDay(run, DetectionRun.Monday + (4 * Day), 12_000, 0, 60_000);

        Assert.Empty(run.Incidents);
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
            PlaySample(run, start + (sample * Sample), Part(connections, sample), Part(accepted, sample), Part(queries, sample));
        }
    }

    private static void PlaySample(DetectionRun run, long start, int connections, int accepted, int queries)
    {
        ref WireHost server = ref run.Wire.At(IpAddress.Parse(Server));
        server.Connections = connections;
        server.Accepted = accepted;
        server.DnsQueries = queries;
        Tick(run, start, Sample);
    }

    private static int Part(int whole, int sample) => (int)(((sample + 1L) * whole / 144) - ((long)sample * whole / 144));

    private static void Tick(DetectionRun run, long time, long length)
    {
        run.Tcp(time, "192.0.2.1", "198.51.100.1", 443);
        run.Close(time + length);
    }
}
