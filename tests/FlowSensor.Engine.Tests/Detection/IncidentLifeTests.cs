using System.IO.Compression;
using FlowSensor.Engine.Detection;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Tests.Detection;

/// <summary>From opening to closing: hysteresis, gaps, clocks, silent exporters, decisions, and many at once.</summary>
public class IncidentLifeTests
{
    private const long T = DetectionRun.Monday;
    private const long Minute = DetectionRun.Minute;
    private const string Offender = "203.0.113.9";
    private const string Server = "192.0.2.80";

    // Ordinary traffic, so that every minute has a window, and a storm of so many echo requests.
    private static void Step(DetectionRun run, long time, int echoes, long exporter = 0)
    {
        run.Tcp(time, "198.51.100.1", Server, 80, exporter: exporter);
        if (echoes > 0)
        {
            run.Add(time, 1, Offender, 0, Server, 8 << 8, 0, (ulong)echoes, (ulong)echoes * 84, exporter);
        }

        run.Close(time + Minute);
    }

    private static string[] Kinds(DetectionRun run) => [.. run.Changes.Select(static change => IncidentKinds.NameOf(change.Kind))];

    [Fact]
    public void OnWindow_OverBetweenAndUnder_IsOneIncidentUntilQuietForHalfAnHour()
    {
        DetectionRun run = new();
        for (int minute = 0; minute < 120; minute++)
        {
            // 300 is over, 150 neither over nor quiet, 20 quiet.
            Step(run, T + (minute * Minute), minute < 20 ? 300 : minute < 60 ? 150 : 20);
        }

        Incident incident = Assert.Single(run.Incidents);
        Assert.Equal(["opened", "updated", "closed"], Kinds(run));
        Assert.Equal((T, T + (20 * Minute), 20), (incident.Opened, incident.LastSeen, incident.Windows));
        Assert.Equal(T + (90 * Minute), incident.Closed);
    }

    [Fact]
    public void OnWindow_Again_IsAnotherIncident()
    {
        DetectionRun run = new();
        for (int minute = 0; minute < 120; minute++)
        {
            Step(run, T + (minute * Minute), minute is < 5 or > 100 ? 300 : 0);
        }

        Assert.Equal(2, run.Incidents.Select(static incident => incident.Id).Distinct().Count());
        Assert.Single(run.Detector.Open);
    }

    [Fact]
    public void OnWindow_Worse_Escalates()
    {
        DetectionRun run = new();
        for (int minute = 0; minute < 4; minute++)
        {
            Step(run, T + (minute * Minute), 250 << (2 * minute));
        }

        Assert.Equal(["opened", "escalated", "escalated"], Kinds(run));
        Assert.Equal(IncidentLevel.Critical, run.Incidents[0].Level);
    }

    [Fact]
    public void OnWindow_NoDataForHours_ClosesNothingAndShowsTheGap()
    {
        DetectionRun run = new();
        Step(run, T, 300);
        Step(run, T + (5 * DetectionRun.Hour), 0);

        Incident open = Assert.Single(run.Detector.Open);
        Assert.Equal((5 * DetectionRun.Hour) - Minute, open.Gap);
        Assert.Equal((5 * DetectionRun.Hour) - Minute, run.Detector.Counters.GapMs);

        for (int minute = 1; minute <= 40; minute++)
        {
            Step(run, T + (5 * DetectionRun.Hour) + (minute * Minute), 0);
        }

        Assert.Empty(run.Detector.Open);
    }

    [Fact]
    public void OnWindow_QuietMinutesWithoutTraffic_AreQuiet()
    {
        DetectionRun run = new();
        Step(run, T, 300);
        for (int step = 1; step <= 7; step++)
        {
            Step(run, T + (step * 5 * Minute), 0);
        }

        Assert.Empty(run.Detector.Open);
        Assert.Equal(0, run.Detector.Counters.GapMs);
    }

    [Fact]
    public void OnWindow_ItsExporterIsSilent_ClosesNothing()
    {
        DetectionRun run = new();
        Step(run, T, 300, exporter: 3);
        for (int minute = 1; minute <= 120; minute++)
        {
            Step(run, T + (minute * Minute), 0, exporter: 4);
        }

        Incident open = Assert.Single(run.Detector.Open);
        Assert.Equal(120 * Minute, open.Gap);

        for (int minute = 121; minute <= 155; minute++)
        {
            Step(run, T + (minute * Minute), 0, exporter: 3);
        }

        Assert.Empty(run.Detector.Open);
    }

    // The clock of an exporter goes a year ahead for a minute, and back.
    [Fact]
    public void OnWindow_ClockJumps_OpenAndCloseNothing()
    {
        DetectionRun run = new();
        Step(run, T, 300);
        Step(run, T + Minute, 300);
        Step(run, T + (365 * 24 * DetectionRun.Hour), 300);
        run.Flush();
        Step(run, T + (2 * Minute), 300);
        Step(run, T + (3 * Minute), 0);

        Incident open = Assert.Single(run.Detector.Open);
        Assert.Equal(T, open.Opened);
        Assert.Equal(["opened"], Kinds(run).Where(static kind => kind != "updated"));
    }

    [Fact]
    public void TryRestore_InTheMiddle_GoesOnAsIfNothingHappened()
    {
        DetectionRun whole = new();
        DetectionRun first = new();
        DetectionRun second = new();
        Run(whole, 0, 200);
        Run(first, 0, 67);
        Assert.True(second.Detector.TryRestore(first.Detector.Save()));
        Run(second, 67, 200);

        Assert.Equal(
            whole.Changes.Select(static change => (change.Kind, change.Incident.Id, change.Incident.Severity, change.Time, change.Incident.Windows)),
            first.Changes.Concat(second.Changes).Select(static change => (change.Kind, change.Incident.Id, change.Incident.Severity, change.Time, change.Incident.Windows)));
        Assert.Contains(whole.Changes, static change => change.Kind == IncidentChangeKind.Closed);

        static void Run(DetectionRun run, int from, int to)
        {
            for (int minute = from; minute < to; minute++)
            {
                for (int server = 0; server < 5; server++)
                {
                    run.Tcp(T + (minute * Minute) + 1, "192.0.2.66", $"198.51.{minute}.{server}", 25, server < 2 ? 0x02 : 0x1B, 8, 500);
                }

                Step(run, T + (minute * Minute), minute is > 50 and < 80 or > 150 ? 300 : 0);
            }
        }
    }

    // Killed before the state was kept: the store knows what was open.
    [Fact]
    public void Adopt_OpenIncident_GoesOnAndCloses()
    {
        DetectionRun killed = new();
        Step(killed, T, 300);
        DetectionRun next = new();
        next.Detector.Adopt(killed.Incidents[0]);
        for (int minute = 2; minute < 60; minute++)
        {
            Step(next, T + (minute * Minute), minute < 5 ? 300 : 0);
        }

        Assert.Equal(["closed"], Kinds(next).Where(static kind => kind != "updated"));
        Assert.Equal(killed.Incidents[0].Id, next.Incidents[0].Id);
        Assert.Equal((T, T + (5 * Minute), 4), (next.Incidents[0].Opened, next.Incidents[0].LastSeen, next.Incidents[0].Windows));
    }

    [Fact]
    public void TryRestore_OfAnythingElse_IsRefused()
    {
        DetectionRun run = new();
        Step(run, T, 300);
        byte[] state = run.Detector.Save();

        Assert.False(new DetectionRun().Detector.TryRestore([1, 2, 3]));
        for (int length = 0; length < state.Length - 10; length += 7)
        {
            Assert.False(new DetectionRun().Detector.TryRestore(state[..length]));
        }

        DetectionRun undamaged = new();
        Assert.True(undamaged.Detector.TryRestore(state));
        byte[] same = undamaged.Detector.Save();
        for (int at = 0; at < state.Length; at++)
        {
            byte[] damaged = [.. state];
            damaged[at] ^= 0x10;
            DetectionRun next = new();

            // A bit that only fills up an octet changes nothing.
            Assert.True(!next.Detector.TryRestore(damaged) || next.Detector.Save().SequenceEqual(same), $"octet {at} of {state.Length} was changed");
        }
    }

    [Fact]
    public void TryRestore_WithoutAChecksum_AsEarlierVersionsPackedIt_IsTakenUp()
    {
        DetectionRun run = new();
        Step(run, T, 300);
        using MemoryStream packed = new();
        using (ZLibStream state = new(new MemoryStream(run.Detector.Save()), CompressionMode.Decompress))
        using (DeflateStream before = new(packed, CompressionLevel.Fastest))
        {
            state.CopyTo(before);
        }

        Assert.True(new DetectionRun().Detector.TryRestore(packed.ToArray()));
    }

    [Fact]
    public void Decide_ExcludeAndMute_OpenNothingOrTellNobody()
    {
        Silence decision = new() { Rule = "ping_storm", Network = Prefix("203.0.113.0/24"), From = T, Until = T + DetectionRun.Hour, Author = "ines" };
        DetectionRun excluded = new();
        excluded.Detector.Decide([decision with { Action = SilenceAction.Exclude }]);
        DetectionRun muted = new();
        muted.Detector.Decide([decision]);
        DetectionRun other = new();
        other.Detector.Decide([decision with { Rule = "port_scan" }, decision with { Network = Prefix("198.51.100.0/24") }, decision with { Until = T }]);
        foreach (DetectionRun run in (DetectionRun[])[excluded, muted, other])
        {
            Step(run, T, 300);
        }

        Assert.Empty(excluded.Incidents);
        Assert.True(Assert.Single(muted.Incidents).IsMuted);
        Assert.False(Assert.Single(other.Incidents).IsMuted);
        Step(excluded, T + (2 * DetectionRun.Hour), 300);
        Assert.Single(excluded.Incidents);
    }

    [Fact]
    public void Decide_AcknowledgeAnIncident_NamesWhoDid()
    {
        DetectionRun run = new();
        Step(run, T, 300);
        run.Detector.Decide([new Silence { Action = SilenceAction.Acknowledge, Incident = run.Incidents[0].Id, Author = "ines" }]);
        Step(run, T + Minute, 3_000);

        Assert.Equal((true, "ines"), (run.Incidents[0].IsMuted, run.Incidents[0].AcknowledgedBy));
    }

    [Fact]
    public void OnWindow_ExcludedByTheRule_IsNothing()
    {
        DetectionOptions options = new();
        options.PingStorm.Exclude.Add(Prefix("203.0.113.0/24"));
        DetectionRun run = new(options);
        Step(run, T, 300);

        Assert.Empty(run.Incidents);
    }

    [Fact]
    public void OnWindow_HundredThousandOffenders_AreBoundedAndSummedUp()
    {
        DetectionRun run = new();
        for (int minute = 0; minute < 3; minute++)
        {
            for (int i = 0; i < 100_000; i++)
            {
                run.Echo(T + (minute * Minute), IpAddress.FromIPv4(0x0A00_0000u + (uint)i).ToString(), Server, 300);
            }

            run.Close(T + ((minute + 1) * Minute));
        }

        // A hundred each window and one summary of the rest, beside the victim.
        Incident summary = Assert.Single(run.Incidents, static incident => incident.Source.IsNone);
        Assert.InRange(run.Incidents.Count, 300, 305);
        Assert.InRange(summary.Sources, 99_700, 99_901);
        Assert.InRange(run.Changes.Count, 300, 310);
        Assert.Contains("further sources", summary.Contributions[0].Words, StringComparison.Ordinal);
    }

    [Fact]
    public void OnWindow_StrangersFillTheirPart_OwnOffendersAreStillListed()
    {
        DetectionOptions options = new() { MaxOpen = 20 };
        DetectionRun run = new(options, withWire: false, "10.0.0.0/8");
        for (int i = 0; i < 40; i++)
        {
            run.Echo(T, $"203.0.113.{i}", Server, 300);
        }

        run.Close(T + Minute);
        for (int i = 0; i < 3; i++)
        {
            run.Echo(T + Minute, $"10.0.0.{i}", "198.51.100.1", 300);
        }

        run.Close(T + (2 * Minute));

        // Fourteen of them and their victim, who is no host of ours either.
        Assert.Equal(15, run.Incidents.Count(static incident => !incident.Source.IsNone && !incident.Source.ToString().StartsWith("10.", StringComparison.Ordinal)));
        Assert.Equal(3, run.Incidents.Count(static incident => incident.Source.ToString().StartsWith("10.", StringComparison.Ordinal)));
    }

    private static IpPrefix Prefix(string text) => IpPrefix.TryParse(text, out IpPrefix prefix) ? prefix : throw new FormatException(text);
}
