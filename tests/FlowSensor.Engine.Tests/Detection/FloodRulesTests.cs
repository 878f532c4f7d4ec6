using FlowSensor.Engine.Detection;

namespace FlowSensor.Engine.Tests.Detection;

public class FloodRulesTests
{
    private const long T = DetectionRun.Monday;
    private const int Syn = 0x02;
    private const int SynAck = 0x12;

    private readonly DetectionRun _run = new();

    [Fact]
    public void OnWindow_ForgedSyns_OpenTheVictimAndNoSource()
    {
        for (int i = 0; i < 400; i++)
        {
            _run.Tcp(T + i, $"203.0.{i / 250}.{i % 250}", "192.0.2.25", 25, Syn, 1, 44, sourcePort: 1_024 + i);
            _run.Tcp(T + i, "192.0.2.25", $"203.0.{i / 250}.{i % 250}", 1_024 + i, SynAck, 2, 88, sourcePort: 25);
        }

        Ordinary();
        _run.Close(T + DetectionRun.Minute);

        Incident incident = Assert.Single(_run.Incidents);
        Assert.Equal((IncidentKind.SynFloodVictim, "192.0.2.25", IncidentRole.Victim), (incident.Kind, incident.Source.ToString(), incident.Role));
        Assert.Equal((T, T + DetectionRun.Minute, 400UL), (incident.Opened, incident.Detected, incident.Packets));
        Assert.InRange(incident.Peers, 350, 450);
        Assert.Contains(incident.Contributions, static part => part.Feature == "half_open");
        Assert.Equal(incident.Severity, incident.Contributions.Sum(static part => part.Points));
    }

    // Nobody waits for the window to close, still less for late records of it.
    [Fact]
    public void OnOpenWindow_Flood_IsKnownWithinASecond()
    {
        for (int i = 0; i < 600; i++)
        {
            _run.Tcp(T + (i * 5), $"203.0.{i / 250}.{i % 250}", "192.0.2.25", 25, Syn, 1, 44, sourcePort: 1_024 + i);
        }

        IncidentChange opened = Assert.Single(_run.Changes);
        Assert.Equal((IncidentChangeKind.Opened, T, T + 1_000), (opened.Kind, opened.Incident.Opened, opened.Time));

        _run.Close(T + DetectionRun.Minute);

        Incident incident = Assert.Single(_run.Incidents);
        Assert.Equal((opened.Incident.Id, 600UL, 1), (incident.Id, incident.Packets, incident.Windows));
    }

    [Fact]
    public void OnWindow_OneSourceOfSyns_IsMarkedAsForgeable()
    {
        for (int i = 0; i < 300; i++)
        {
            _run.Tcp(T + i, "203.0.113.9", "192.0.2.80", 80, Syn, 1, 40, sourcePort: 1_024 + i);
        }

        _run.Close(T + DetectionRun.Minute);

        Incident source = Assert.Single(_run.Incidents, static incident => incident.Kind == IncidentKind.SynFloodSource);
        Assert.Equal((HandshakeEvidence.SynOnly, true), (source.Handshake, source.IsForged));
        Assert.Equal([IncidentKind.SynFloodVictim, IncidentKind.SynFloodSource], _run.Incidents.Select(static incident => incident.Kind).Order());
    }

    [Fact]
    public void OnWindow_ManyPortsOfOneHost_IsAPortScanAndNoFlood()
    {
        for (int port = 1; port <= 300; port++)
        {
            _run.Tcp(T + port, "203.0.113.9", "192.0.2.80", port, Syn, 1, 40);
        }

        _run.Close(T + DetectionRun.Minute);

        Incident incident = Assert.Single(_run.Incidents);
        Assert.Equal((IncidentKind.PortScan, "203.0.113.9"), (incident.Kind, incident.Source.ToString()));
    }

    [Fact]
    public void OnWindow_OnePortOfManyHosts_IsAHostScan()
    {
        for (int host = 1; host <= 200; host++)
        {
            _run.Tcp(T + host, "203.0.113.9", $"192.0.2.{host}", 22, Syn, 1, 40);
        }

        _run.Close(T + DetectionRun.Minute);

        Incident incident = Assert.Single(_run.Incidents);
        Assert.Equal((IncidentKind.HostScan, "203.0.113.9"), (incident.Kind, incident.Source.ToString()));
    }

    // Which of both it is shows when ports and hosts are counted: a high threshold of the one hides nothing of the other.
    [Fact]
    public void OnWindow_HostScanWherePortScansNeedManyMore_IsAHostScan()
    {
        DetectionOptions options = new();
        options.PortScan.Tried = 10_000;
        DetectionRun run = new(options);
        for (int host = 1; host <= 60; host++)
        {
            run.Tcp(T + host, "203.0.113.9", $"192.0.2.{host}", 22, Syn, 1, 40);
        }

        run.Close(T + DetectionRun.Minute);

        Assert.Equal(IncidentKind.HostScan, Assert.Single(run.Incidents).Kind);
    }

    [Fact]
    public void OnWindow_EchoRequestsToOneHost_AreAStorm()
    {
        _run.Echo(T, "203.0.113.9", "192.0.2.25", 300);
        _run.Echo(T, "192.0.2.25", "203.0.113.9", 300, reply: true);
        for (int host = 1; host <= 100; host++)
        {
            // Monitoring asks many hosts a little.
            _run.Echo(T, "192.0.2.9", $"198.51.100.{host}", 20);
            _run.Echo(T, $"198.51.100.{host}", "192.0.2.9", 20, reply: true);
        }

        _run.Close(T + DetectionRun.Minute);

        Incident incident = Assert.Single(_run.Incidents);
        Assert.Equal((IncidentKind.PingStorm, "203.0.113.9", HandshakeEvidence.OneWay), (incident.Kind, incident.Source.ToString(), incident.Handshake));
    }

    [Fact]
    public void OnWindow_LargeAnswersNobodyAskedFor_AreAmplification()
    {
        for (int reflector = 1; reflector <= 50; reflector++)
        {
            _run.Udp(T + reflector, $"203.0.113.{reflector}", 123, "192.0.2.80", 50_000, 100, 46_800);
        }

        _run.Close(T + DetectionRun.Minute);

        Incident victim = Assert.Single(_run.Incidents, static incident => incident.Role == IncidentRole.Victim);
        Assert.Equal((IncidentKind.UdpAmplification, "192.0.2.80"), (victim.Kind, victim.Source.ToString()));
        Assert.InRange(victim.Peers, 45, 55);
    }

    [Fact]
    public void OnWindow_AnswersToQuestions_AreNoAmplification()
    {
        _run.Udp(T, "192.0.2.10", 50_000, "203.0.113.1", 161, 5_000, 400_000);
        _run.Udp(T, "203.0.113.1", 161, "192.0.2.10", 50_000, 5_000, 6_000_000);
        _run.Close(T + DetectionRun.Minute);

        Assert.DoesNotContain(_run.Incidents, static incident => incident.Role == IncidentRole.Victim);
    }

    // Peer-to-peer programs try as many ports as hosts, and busy servers have broken attempts among many good ones.
    [Fact]
    public void OnWindow_BusyServerAndPeerToPeer_AreNothing()
    {
        for (int i = 0; i < 2_000; i++)
        {
            string client = $"203.0.{i / 250}.{i % 250}";
            _run.Tcp(T + i, client, "192.0.2.80", 80, i % 8 == 0 ? Syn : 0x1B, 1, 60, sourcePort: 2_000 + i);
            if (i % 8 != 0)
            {
                _run.Tcp(T + i, "192.0.2.80", client, 2_000 + i, 0x1B, 10, 9_000, sourcePort: 80);
            }
        }

        for (int i = 0; i < 300; i++)
        {
            _run.Udp(T + i, "192.0.2.44", 51_413, $"198.51.{i / 250}.{i % 250}", 1_100 + (i * 37), 1, 100);
        }

        _run.Close(T + DetectionRun.Minute);

        Assert.Empty(_run.Incidents);
    }

    private void Ordinary()
    {
        for (int i = 0; i < 80; i++)
        {
            _run.Tcp(T + i, $"198.51.100.{i}", "192.0.2.25", 25, 0x1B, 12, 3_000);
            _run.Tcp(T + i, "192.0.2.25", $"198.51.100.{i}", 40_000, 0x1B, 12, 1_500, sourcePort: 25);
        }
    }
}
