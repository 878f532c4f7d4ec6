using FlowSensor.Engine.Abuse.Delivery;
using FlowSensor.Engine.Abuse.Desk;
using FlowSensor.Engine.Abuse.Reporting;
using FlowSensor.Engine.Abuse.Tickets;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Contacts;
using FlowSensor.Engine.Contacts.Institutions;
using FlowSensor.Engine.Detection;
using FlowSensor.Engine.Routes;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.Incidents;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Tests.Abuse.Tickets;

/// <summary>Reports of institutions that want them without anybody being asked, and of no others.</summary>
public sealed class AutomaticReportsTests : IDisposable
{
    private const long Minute = 60_000, Now = 1_800_000_000_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("flowsensor-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task OpenAsync_InstitutionWithTheAutomaticPolicy_GetsOneReport()
    {
        Keep(Incident("automatic"));

        Assert.Equal((1, 0), await OpenTwice());

        Ticket ticket = Assert.Single(Tickets());
        Assert.Equal(("automatic", "Automatic School", DeliveryState.Waiting), (ticket.Incident, ticket.Institution, ticket.Mail.State));
        Assert.Equal(["abuse@automatic.example.org"], ticket.Mail.Recipients);
    }

    [Theory]
    [InlineData("of an institution that wants to be asked for")]
    [InlineData("of little severity")]
    [InlineData("noticed a minute ago")]
    [InlineData("older than a day")]
    [InlineData("of a victim")]
    [InlineData("not established")]
    [InlineData("forged")]
    [InlineData("muted")]
    [InlineData("acknowledged")]
    public async Task OpenAsync_Otherwise_NothingIsReported(string what)
    {
        Incident incident = Incident("automatic");
        Keep(what switch
        {
            "of an institution that wants to be asked for" => incident with { Source = IpAddress.Parse("198.51.100.7") },
            "of little severity" => incident with { Severity = 60, Peak = 60 },
            "noticed a minute ago" => incident with { Detected = Now - Minute },
            "older than a day" => incident with { Opened = Now - (1_500 * Minute) },
            "of a victim" => incident with { Role = IncidentRole.Victim },
            "not established" => incident with { Handshake = HandshakeEvidence.SynOnly },
            "forged" => incident with { IsForged = true },
            "muted" => incident with { IsMuted = true },
            _ => incident with { AcknowledgedBy = "operator" },
        });

        Assert.Equal((0, 0), await OpenTwice());

        Assert.Empty(Tickets());
    }

    private static Incident Incident(string id) => new()
    {
        Id = id,
        Kind = IncidentKind.SmtpSender,
        Rule = "smtp_sender",
        Source = IpAddress.Parse("192.0.2.7"),
        Role = IncidentRole.Offender,
        Suspected = Now - (60 * Minute),
        Opened = Now - (60 * Minute),
        Detected = Now - (59 * Minute),
        LastSeen = Now - Minute,
        Severity = 75,
        Peak = 75,
        Handshake = HandshakeEvidence.Established,
        Contributions = [new Contribution("intensity", 5, 75, "500 flows in the last hour")],
        Windows = 59,
    };

    // The store keeps the institution as it was when the incident was told.
    private void Keep(Incident incident)
    {
        using SensorStore store = SensorStore.Open(new StoreOptions { Path = _folder });
        string institution = incident.Source == IpAddress.Parse("192.0.2.7") ? "Automatic School" : "Asking School";
        store.Add(new StoredIncident { Change = new IncidentChange(IncidentChangeKind.Opened, incident, incident.Detected), Institution = institution });
    }

    private async Task<(int First, int Second)> OpenTwice()
    {
        ContactDirectory directory = new(
        [
            School("Automatic School", "192.0.2.0/24", "abuse@automatic.example.org", NotifyPolicy.Automatic),
            School("Asking School", "198.51.100.0/24", "abuse@asking.example.org", NotifyPolicy.Ask),
        ]);
        SensorOptions options = new();
        using DeskDatabase database = DeskDatabase.Open(_folder);
        using StoreReader reader = StoreReader.Open(_folder);
        AbuseReportQuery query = new(reader, options, new ContactResolver(directory, new RouterTables([]), [], null, TimeSpan.FromHours(1)));
        AutomaticReports automatic = new(database, query, options.Reports, AutomaticReports.InstitutionsOf(directory.Institutions));
        return (await automatic.OpenAsync(Now, CancellationToken.None), await automatic.OpenAsync(Now, CancellationToken.None));
    }

    private IReadOnlyList<Ticket> Tickets()
    {
        using DeskDatabase database = DeskDatabase.Open(_folder);
        return new TicketBook(database).List(null);
    }

    private static Institution School(string name, string network, string mail, NotifyPolicy policy) => new()
    {
        Name = name,
        Networks = [IpPrefix.TryParse(network, out IpPrefix prefix) ? prefix : throw new FormatException(network)],
        Contacts = [new Contact(ContactRole.Abuse, "", mail, "")],
        Policy = policy,
    };
}
