using System.Globalization;
using FlowSensor.Engine.Detection;
using FlowSensor.Engine.Logs.Findings;
using FlowSensor.Engine.MailStatistics;
using FlowSensor.Engine.Reports.Incidents;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.Incidents;
using FlowSensor.Engine.Storage.Inspection;
using FlowSensor.Engine.Storage.Logs;
using FlowSensor.Engine.Storage.Mail;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Generator.Stores;

/// <summary>What a store holds beside traffic: mail servers, what packets told, incidents with evidence, findings in logs.</summary>
/// <param name="options">How much.</param>
/// <param name="store">The store.</param>
internal sealed class FilledDetails(FilledStoreOptions options, SensorStore store)
{
    private const long Sample = 600_000;
    private const int FlowsOfAnIncident = 60;
    private const int WindowsOfAnIncident = 20;

    private SeededRandom _random = new(SeededRandom.Mix(options.Seed + 7));

    /// <summary>Adds what is told window by window.</summary>
    public void AddWindow(long start)
    {
        store.Add(new StoredInspection
        {
            Start = start,
            Packets = new Dictionary<string, long> { ["packets"] = 9_000, ["octets"] = 5_000_000, ["metered"] = 8_990, ["inspected"] = 4_000, ["records"] = 900, ["dropped"] = 10, ["dropped_not_ip"] = 10 },
            Dns = new Dictionary<string, long> { ["queries"] = Draw(400), ["responses"] = Draw(390), ["malformed"] = Draw(3), ["over_tcp"] = Draw(5), ["query_octets"] = 30_000, ["response_octets"] = 90_000 },
            DnsTypes = new Dictionary<ushort, long> { [1] = Draw(200), [28] = Draw(120), [15] = Draw(40), [12] = Draw(40), [16] = Draw(9), [2] = Draw(3) },
            DnsResponseCodes = new Dictionary<int, long> { [0] = Draw(300), [3] = Draw(80), [2] = Draw(6), [5] = Draw(3) },
            Smtp = new Dictionary<string, long> { ["sessions"] = Draw(60), ["mail"] = Draw(50), ["rcpt"] = Draw(70), ["accepted"] = Draw(40), ["rejected"] = Draw(20) },
            SmtpReplies = new Dictionary<int, long> { [250] = Draw(200), [550] = Draw(20), [450] = Draw(8), [220] = Draw(60) },
            Pop3 = new Dictionary<string, long> { ["sessions"] = Draw(20), ["logins"] = Draw(19) },
            Imap = new Dictionary<string, long> { ["sessions"] = Draw(30), ["logins"] = Draw(29) },
        });
        if ((start + 60_000) % Sample == 0)
        {
            AddMail(start + 60_000 - Sample);
        }
    }

    /// <summary>Adds what has no window.</summary>
    public void AddRest()
    {
        long length = options.Days * 86_400_000L;
        for (int i = 0; i < options.Incidents; i++)
        {
            AddIncident(i, options.Start + (length / Math.Max(1, options.Incidents) * i));
        }

        store.Add(new StoredLogs
        {
            Findings =
            [
                .. Enumerable.Range(0, options.Incidents).Select(i => new LogFinding(
                    (LogFindingKind)(i % 4), options.Start + (length / Math.Max(1, options.Incidents) * i), "mail", "postfix/smtpd", $"warning: <*> number {i % 300}", $"warning: x number {i % 300}", ["warning"], 1 + (i % 5))),
            ],
        });
    }

    private void AddMail(long start) => store.Add(new StoredMail
    {
        Samples =
        [
            .. Enumerable.Range(0, options.Servers).Select(server =>
            {
                int connections = (int)Draw(200);
                return new StoredMailSample(
                    IpAddress.FromIPv4(0xC000_0219 + (uint)server),
                    start,
                    new MailSample { Connections = connections, Accepted = connections * 7 / 10, Queries = (connections * 3) + (int)Draw(30), Pop3 = (int)Draw(30), Imap = (int)Draw(20), Transferred = (int)Draw(20), Destinations = (int)Draw(9) },
                    [.. Enumerable.Range(0, 8).Select(client => (IpAddress.FromIPv4(0xC633_6401 + (uint)((server * 3) + client)), connections / (client + 2)))]);
            }),
        ],
    });

    private void AddIncident(int number, long time)
    {
        IpAddress source = FilledStore.SourceAddress(_random.Below((uint)options.Sources));
        bool isOpen = number > options.Incidents - 30;
        Incident incident = new()
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"{DateTimeOffset.FromUnixTimeMilliseconds(time):yyyyMMdd'T'HHmm}-{number:x10}"),
            Kind = (IncidentKind)(number % 8),
            Rule = IncidentKinds.NameOf((IncidentKind)(number % 8)),
            Source = source,
            Suspected = time,
            Opened = time + 60_000,
            Detected = time + 120_000,
            LastSeen = time + 1_800_000,
            Closed = isOpen ? null : time + 3_600_000,
            Severity = 20 + (number % 80),
            Peak = 20 + (number % 80),
            Windows = 30,
            Flows = 4_000,
            Packets = 40_000,
            Octets = 4_000_000,
            Peers = 200,
            Contributions = [new Contribution("intensity", 4.2, 40, "4.2 times the threshold"), new Contribution("peers", 200, 12, "200 other ends")],
        };
        store.Add(new StoredIncident { Change = new IncidentChange(IncidentChangeKind.Opened, incident with { Closed = null }, time + 60_000), Institution = $"Institution {number % 8}", Contact = "abuse@example.org" });
        store.Add(new StoredIncident { Change = new IncidentChange(isOpen ? IncidentChangeKind.Updated : IncidentChangeKind.Closed, incident, time + 3_600_000), Institution = $"Institution {number % 8}", Contact = "abuse@example.org" });
        store.Add(new StoredEvidence
        {
            Flows =
            [
                .. Enumerable.Range(0, FlowsOfAnIncident).Select(i => new EvidenceFlow(
                    source, source, IpAddress.FromIPv4(0xC612_0001 + _random.Below(60_000)), 40_000 + i, 25, 6, 0x1B, 10, 900, time + (i * 20_000), time + (i * 20_000) + 5_000, IpAddress.FromIPv4(0xC000_0201), default)),
            ],
            Windows = [.. Enumerable.Range(0, WindowsOfAnIncident).Select(i => new EvidenceWindow(source, incident.Rule, time + (i * 60_000), time + (i * 60_000) + 60_000, 3.5, 50, 130, 1_300, 90_000, 40, ""))],
        });
    }

    private long Draw(uint most) => 1 + _random.Below(most);
}
