using FlowSensor.Engine.Abuse.Reporting;
using FlowSensor.Engine.Contacts;
using FlowSensor.Engine.Detection;
using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Reports.Incidents;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Tests.Abuse.Reporting;

/// <summary>Reports of every kind of incident, with words in them that mean something to the forms they are written in.</summary>
internal static class SampleReports
{
    private static readonly DateTimeOffset Opened = new(2026, 11, 26, 9, 0, 0, TimeSpan.Zero);

    public static AbuseReport Of(string kind, string source = "192.0.2.7", int flows = 5, string words = "4,711 flows in a window, 157 times the threshold <script>&\"]]>\u0007")
    {
        IpAddress address = IpAddress.Parse(source);
        IncidentReport incident = new()
        {
            Id = "20261126T0900-0123456789",
            Kind = kind,
            Rule = kind,
            Source = address,
            Role = "offender",
            Opened = Opened,
            LastSeen = Opened.AddHours(2),
            Closed = Opened.AddHours(3),
            Severity = 40,
            Peak = 85,
            Handshake = "established",
            Windows = 120,
            Flows = 4_711,
            Packets = 47_110,
            Octets = 2_000_000,
            Peers = 900,
            NextHop = IpAddress.Parse("198.51.100.1"),
            Contributions = [new Contribution("intensity", 157, 60, words), new Contribution("iteration", 3, 25, "over the threshold in 3 of the last 24 hours")],
        };
        return new AbuseReport
        {
            Incident = incident,
            Reporter = new ReportOptions { Organization = "Example <Desk>", Contact = "abuse@example.net" },
            Sensor = "edge1",
            Zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Taipei"),
            Flows = [.. Enumerable.Range(0, flows).Select(number => Flow(address, number))],
            Windows = [.. Enumerable.Range(0, 120).Select(number => Window(address, kind, number))],
            Ledger = [new ExporterReport { Exporter = "198.51.100.2", Datagrams = 1_000, Records = 20_000, SequenceLost = 3, Sampling = 100, Dropped = new Dictionary<string, long> { ["malformed"] = 2 } }],
            Contact = new ContactAnswer
            {
                Address = address,
                Institution = "Example <School> & Sons",
                Contacts = [new Contact(ContactRole.Abuse, "Desk", "abuse@school.example.org", "")],
                Steps = [new ContactStep("network, institutions.yaml", "192.0.2.0/24 is of 'Example'", 5)],
            },
        };
    }

    private static ReportedFlow Flow(IpAddress source, int number) => ReportedFlow.Of(
        new EvidenceFlow(
            source, source, IpAddress.FromIPv4(0xC6336400 + (uint)(number % 200)), 40_000 + (number % 20_000), 25, 6, 0x1B, 10, 600,
            Opened.AddSeconds(number).ToUnixTimeMilliseconds(), Opened.AddSeconds(number + 1).ToUnixTimeMilliseconds(), IpAddress.Parse("198.51.100.2"), default),
        static address => address.ToString());

    private static EvidenceWindow Window(IpAddress source, string rule, int number) => new(
        source, rule, Opened.AddMinutes(number).ToUnixTimeMilliseconds(), Opened.AddMinutes(number + 1).ToUnixTimeMilliseconds(), 2.5, 60, 40 + (number % 7), 400, 20_000, 30, "{\"rcpt\":5}");
}
