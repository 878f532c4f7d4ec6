using FlowSensor.Engine.Detection;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Tests.Detection;

public class SmtpSenderTests
{
    private const long T = DetectionRun.Monday;
    private const long Minute = DetectionRun.Minute;
    private const int Syn = 0x02;
    private const string Bot = "192.0.2.66";

    private static string Server(int number) => $"198.51.{number / 200}.{(number % 200) + 1}";

    [Fact]
    public void OnWindow_BurstToManyServers_IsFoundInItsFirstWindow()
    {
        DetectionRun run = new();
        for (int i = 0; i < 150; i++)
        {
            bool dead = i % 4 == 0;
            run.Tcp(T + i, Bot, Server(i), 25, dead ? Syn : 0x1B, dead ? 3UL : 9, dead ? 180UL : 620);
        }

        run.Close(T + Minute);

        Incident incident = Assert.Single(run.Incidents);
        Assert.Equal((IncidentKind.SmtpSender, Bot, HandshakeEvidence.Established, false), (incident.Kind, incident.Source.ToString(), incident.Handshake, incident.IsForged));
        Assert.Equal(["intensity", "packet_size", "servers", "unanswered", "undelivered"], incident.Contributions.Select(static part => part.Feature).Order(StringComparer.Ordinal));
        Assert.Equal(T + Minute, incident.Detected);
    }

    [Fact]
    public void OnWindow_FewAnHourAllDay_IsFoundByIteration()
    {
        DetectionRun run = new();
        for (int quarter = 0; quarter < 24 * 4; quarter++)
        {
            long time = T + (quarter * 15 * Minute);
            run.Tcp(time, Bot, Server(quarter), 25, quarter % 5 == 0 ? Syn : 0x1B, 9, 620);
            run.Tcp(time + (7 * Minute), "192.0.2.1", "198.51.100.1", 443);
            run.Close(time + (15 * Minute));
        }

        Incident incident = Assert.Single(run.Incidents);
        Assert.Equal((IncidentKind.SmtpSender, Bot), (incident.Kind, incident.Source.ToString()));
        Assert.Contains(incident.Contributions, static part => part.Feature == "iteration" && part.Words.Contains("of the last 24 hours", StringComparison.Ordinal));
    }

    // A newsletter goes to very many servers at once, and is delivered.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void OnWindow_Newsletter_IsNothing(bool withWire)
    {
        DetectionRun run = new(withWire: withWire);
        for (int minute = 0; minute < 120; minute++)
        {
            for (int i = 0; i < 100; i++)
            {
                run.Tcp(T + (minute * Minute) + i, Bot, Server((minute * 100) + i), 25, i % 12 == 0 ? Syn : 0x1B, i % 12 == 0 ? 3UL : 40, i % 12 == 0 ? 180UL : 45_000);
            }

            if (withWire)
            {
                ref WireHost host = ref run.Wire.At(IpAddress.Parse(Bot));
                host.Recipients = 92;
                host.RecipientsRefused = 4;
                host.MessagesAccepted = 88;
            }

            run.Close(T + ((minute + 1) * Minute));
        }

        Assert.Empty(run.Incidents);
    }

    // Encrypted sessions hide replies; clear ones and relaying tell.
    [Fact]
    public void OnWindow_RefusedOnTheWire_IsFoundWithFewFlows()
    {
        DetectionRun run = new(withWire: true);
        for (int i = 0; i < 12; i++)
        {
            run.Tcp(T + i, Bot, "198.51.100.25", 25);
        }

        ref WireHost host = ref run.Wire.At(IpAddress.Parse(Bot));
        host.Recipients = 30;
        host.RelayDenied = 20;
        host.RecipientsRefused = 8;
        run.Close(T + Minute);

        Incident incident = Assert.Single(run.Incidents);
        Assert.Equal(["refused", "relay"], incident.Contributions.Select(static part => part.Feature).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void OnWindow_MailServer_IsJudgedByItsOwnPast()
    {
        DetectionRun run = new();
        long end = T + (3 * 24 * DetectionRun.Hour);
        for (long time = T; time < end; time += 5 * Minute)
        {
            ServeAndSend(run, time, messages: 25, bad: 1);
        }

        Assert.Empty(run.Incidents);

        // Somebody sends through it: eight times as much, and to bad addresses.
        for (long time = end; time < end + DetectionRun.Hour; time += 5 * Minute)
        {
            ServeAndSend(run, time, messages: 200, bad: 120);
        }

        Incident incident = Assert.Single(run.Incidents);
        Assert.Equal((IncidentKind.SmtpSender, "192.0.2.25"), (incident.Kind, incident.Source.ToString()));
        Assert.Contains(incident.Contributions, static part => part.Feature == "own_past");

        // Nor does a mail server that writes to all its people once alarm.
        DetectionRun circular = new();
        for (long time = T; time < end; time += 5 * Minute)
        {
            ServeAndSend(circular, time, messages: time > end - DetectionRun.Hour ? 200 : 25, bad: 1);
        }

        Assert.Empty(circular.Incidents);
    }

    // On its first Saturday a server is known by its working days and nights, whose spread has room for anything.
    [Theory]
    [InlineData(2, 72, 24, true)]
    [InlineData(30, 72, 24, false)]
    [InlineData(2, 72, 12, false)]
    [InlineData(2, 24, 10, false)]
    public void Of_MailServerWithinAWideSpread_IsUnmistakableAtNineTimesItsUsual(double usual, uint recipients, uint refused, bool expected)
    {
        SmtpSenderOptions options = new();
        SmtpPicture picture = new()
        {
            HourFlows = 170,
            Servers = 300,
            ActiveHours = 24,
            IsServer = true,
            Usual = usual,
            Limit = 1_000,
            Lately = new MailQuality(160, 20, 2, recipients, refused),
            Counts = new MailCounts { Flows = 170, Recipients = recipients, Refused = refused },
        };

        Assert.Equal(expected, SmtpScore.Of(in picture, options, parts: null) >= options.OpenScore);
    }

    [Fact]
    public void OnWindow_ClientWithARelay_IsNothing()
    {
        DetectionRun run = new();
        for (int minute = 0; minute < 24 * 60; minute += 2)
        {
            for (int i = 0; i < 10; i++)
            {
                run.Tcp(T + (minute * Minute) + i, "192.0.2.44", i < 8 ? "198.51.100.25" : "198.51.100.26", 25, 0x1B, 9, 600);
            }

            run.Close(T + ((minute + 1) * Minute));
        }

        Assert.Empty(run.Incidents);
    }

    private static void ServeAndSend(DetectionRun run, long time, int messages, int bad)
    {
        for (int i = 0; i < 20; i++)
        {
            run.Tcp(time + i, $"203.0.113.{i}", "192.0.2.25", 25, 0x1B, 12, 6_000);
            run.Tcp(time + i, "192.0.2.25", $"203.0.113.{i}", 30_000, 0x1B, 10, 900, sourcePort: 25);
        }

        for (int i = 0; i < messages; i++)
        {
            bool isBad = i < bad;
            run.Tcp(time + i, "192.0.2.25", Server(i + (int)(time / Minute % 400)), 25, isBad && i % 2 == 0 ? Syn : 0x1B, isBad ? 8UL : 20, isBad ? 500UL : 9_000);
        }

        run.Close(time + (5 * Minute));
    }
}
