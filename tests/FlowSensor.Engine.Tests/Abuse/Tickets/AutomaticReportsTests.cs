using FlowSensor.Engine.Abuse.Delivery;
using FlowSensor.Engine.Abuse.Desk;
using FlowSensor.Engine.Abuse.Reporting;
using FlowSensor.Engine.Abuse.Tickets;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Contacts;
using FlowSensor.Engine.Contacts.Institutions;
using FlowSensor.Engine.Detection;
using FlowSensor.Engine.Reports.Incidents;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.Incidents;
using FlowSensor.Engine.Tests.Contacts;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Tests.Abuse.Tickets;

/// <summary>Reports of institutions that want them without anybody being asked, and of no others.</summary>
public sealed class AutomaticReportsTests : IDisposable
{
    private const long Minute = 60_000, Now = 1_800_000_000_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("flowsensor-").FullName;
    private readonly SensorOptions _options = new();
    private readonly LiveIncidents _live = new();
    private readonly List<(string Network, string NextHop)> _routes = [];

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
    [InlineData("a scan")]
    [InlineData("logins by the size of flows")]
    [InlineData("replayed")]
    [InlineData("restarted: seen to go on only")]
    public async Task OpenAsync_Otherwise_NothingIsReported(string what)
    {
        Incident incident = Incident("automatic");
        IncidentChangeKind change = what == "restarted: seen to go on only" ? IncidentChangeKind.Updated : IncidentChangeKind.Opened;
        Keep(change, what != "replayed", what switch
        {
            "a scan" => incident with { Kind = IncidentKind.HostScan, Rule = "host_scan" },
            "logins by the size of flows" => Guessing(incident, "same_connections", 90),
            "replayed" or "restarted: seen to go on only" => incident,
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

    [Theory]
    [InlineData("failed_logins", 90, 1)]
    [InlineData("failed_logins", 60, 0)]
    [InlineData("short_connections", 90, 0)]
    public async Task OpenAsync_GuessedLogins_AreReportedWhereServersRefusedThem(string feature, int points, int reports)
    {
        Keep(Guessing(Incident("automatic"), feature, points), answered: 0);

        Assert.Equal((reports, 0), await OpenTwice());
    }

    // Of 16 connections past SYN. Whoever forges a source can cause SYN-ACK and reset, and has no answer with data; a host that is sent data in
    // the names of servers answers with reset alone.
    [Theory]
    [InlineData(16, 0x1B, 1)]
    [InlineData(12, 0x18, 1)]
    [InlineData(11, 0x18, 0)]
    [InlineData(0, 0x18, 0)]
    [InlineData(16, 0x12, 0)]
    [InlineData(16, 0x16, 0)]
    [InlineData(16, 0, 0)]
    [InlineData(16, 0x18, 0, 0x04)]
    [InlineData(16, 0x18, 0, 0x14)]
    public async Task OpenAsync_SmtpSender_IsReportedWhereServersAnsweredMostOfItsConnections(int answered, int flags, int reports, int hostFlags = 0x1B)
    {
        Keep(IncidentChangeKind.Opened, isLive: true, Incident("automatic"), answered, flags, hostFlags: hostFlags);

        Assert.Equal((reports, 0), await OpenTwice());
    }

    [Fact]
    public async Task OpenAsync_FewAnsweredConnections_AreNoProof()
    {
        Keep(Incident("automatic"), connections: 9, answered: 9);

        Assert.Equal((0, 0), await OpenTwice());
    }

    // The next hop of a flow leads to its destination: the school that was attacked. Only the route to the source leads to the source.
    [Theory]
    [InlineData("", 0)]
    [InlineData("0.0.0.0/0", 0)]
    [InlineData("203.0.113.0/24", 1)]
    public async Task OpenAsync_SourceBehindANextHop_IsReportedByTheRouteToItAlone(string route, int reports)
    {
        if (route.Length > 0)
        {
            _routes.Add((route, "198.51.100.254"));
        }

        Keep(Incident("automatic") with { Source = IpAddress.Parse("203.0.113.9"), NextHop = IpAddress.Parse("198.51.100.254") });

        Assert.Equal((reports, 0), await OpenTwice());
    }

    [Theory]
    [InlineData("smtp_sender", "")]
    [InlineData("", "192.0.2.0/24")]
    public async Task OpenAsync_MutedByRuleOrNetworkButNotToldSince_NothingIsReported(string rule, string network)
    {
        Keep(Incident("automatic"));
        using (SilenceBook book = SilenceBook.Open(_folder))
        {
            book.Add(Mute(rule, network));
        }

        Assert.Equal((0, 0), await OpenTwice());
    }

    [Fact]
    public async Task OpenAsync_SilencedInTheConfiguration_NothingIsReported()
    {
        Keep(Incident("automatic"));
        _options.Detection.Silences = [new SilenceOptions { Rule = "smtp_sender", Author = "operator" }];

        Assert.Equal((0, 0), await OpenTwice());
    }

    [Theory]
    [InlineData("muted by network")]
    [InlineData("muted itself")]
    [InlineData("old")]
    public async Task Withdraw_WaitingMailOfWhatIsSilencedOrOld_IsNotSent(string what)
    {
        Keep(Incident("automatic"));
        Assert.Equal((1, 0), await OpenTwice());
        using DeskDatabase database = DeskDatabase.Open(_folder);
        AutomaticWithdrawal withdrawal = new(database, _options);
        Assert.Equal(0, withdrawal.Withdraw(Now));
        using (SilenceBook book = SilenceBook.Open(_folder))
        {
            if (what != "old")
            {
                book.Add(what == "muted itself" ? Mute("", "") with { Incident = "automatic" } : Mute("", "192.0.2.7/32"));
            }
        }

        Assert.Equal(1, withdrawal.Withdraw(what == "old" ? Now + (24 * 60 * Minute) : Now));

        Ticket ticket = Assert.Single(Tickets());
        Assert.Equal((TicketState.Closed, DeliveryState.Failed), (ticket.State, ticket.Mail.State));
        Assert.Equal(["created", "automatic", "closed"], new TicketBook(database).Events(ticket.Number).Select(static happened => happened.Event));
    }

    [Fact]
    public async Task Withdraw_MailThatAPersonHadSentAgain_StaysInTheOutbox()
    {
        Keep(Incident("automatic"));
        Assert.Equal((1, 0), await OpenTwice());
        using DeskDatabase database = DeskDatabase.Open(_folder);
        Outbox outbox = new(database);
        Ticket ticket = Assert.Single(Tickets());
        outbox.MarkTrouble(ticket.Mail.Id, DeliveryState.Failed, "550 unknown", Now, Now);
        long later = Now + (48 * 60 * Minute);

        Assert.True(outbox.Retry(ticket.Mail.Id, later));

        Assert.Equal(0, new AutomaticWithdrawal(database, _options).Withdraw(later));
        Assert.Equal((TicketState.Draft, DeliveryState.Waiting), (Assert.Single(Tickets()).State, Assert.Single(Tickets()).Mail.State));
        Assert.Equal(["created", "automatic", "failed", "retried"], new TicketBook(database).Events(ticket.Number).Select(static happened => happened.Event));
    }

    [Fact]
    public async Task Withdraw_MailThatAPersonHadSentAfterIt_IsOpenAgainAndStays()
    {
        Keep(Incident("automatic"));
        Assert.Equal((1, 0), await OpenTwice());
        using DeskDatabase database = DeskDatabase.Open(_folder);
        AutomaticWithdrawal withdrawal = new(database, _options);
        long later = Now + (48 * 60 * Minute);
        Assert.Equal(1, withdrawal.Withdraw(later));
        Ticket closed = Assert.Single(Tickets());
        Assert.Equal(TicketState.Closed, closed.State);

        Assert.True(new Outbox(database).Retry(closed.Mail.Id, later));
        Assert.Equal(0, withdrawal.Withdraw(later));
        new Outbox(database).MarkSent(closed.Mail.Id, later);

        Ticket sent = Assert.Single(Tickets());
        Assert.Equal((TicketState.Sent, null), (sent.State, sent.Closed));
    }

    [Fact]
    public async Task Withdraw_ReportThatAPersonAskedFor_StaysInTheOutbox()
    {
        Keep(Incident("asked"));
        using DeskDatabase database = DeskDatabase.Open(_folder);
        using StoreReader reader = StoreReader.Open(_folder);
        AbuseReport report = (await Query(reader).AskAsync("asked", pseudonymize: false, Now, CancellationToken.None))!;
        new TicketBook(database).Open(report, "en", Now);

        Assert.Equal(0, new AutomaticWithdrawal(database, _options).Withdraw(Now + (48 * 60 * Minute)));
    }

    [Fact]
    public async Task OpenAsync_SameHostAndRuleWhileFollowed_GetsNoSecondReportUntilItStopped()
    {
        Keep(Incident("first"));
        Keep(Incident("second") with { Opened = Now - (30 * Minute) });
        Assert.Equal((1, 0), await OpenTwice());
        Assert.Equal("first", Assert.Single(Tickets()).Incident);

        using (DeskDatabase database = DeskDatabase.Open(_folder))
        {
            database.Do(static transaction => transaction.Run("UPDATE tickets SET state = 'stopped'"));
        }

        Assert.Equal((1, 0), await OpenTwice());
    }

    [Fact]
    public async Task OpenAsync_ContactWithAsManyMailsAsItMayGet_OpensNoMore()
    {
        _options.Reports.ContactLimit = 2;
        for (int host = 1; host < 5; host++)
        {
            Keep(Incident($"of {host}") with { Source = IpAddress.Parse($"192.0.2.{host}") });
        }

        Assert.Equal((2, 0), await OpenTwice());
    }

    [Fact]
    public async Task OpenAsync_TemplateThatCannotBeRead_KeepsNoOtherReportBack()
    {
        _options.Reports.Templates = _folder;
        _options.Reports.Languages = new() { ["automatic.example.org"] = "de" };
        Keep(Incident("unreadable"));
        Keep(Incident("readable") with { Source = IpAddress.Parse("203.0.113.129") }, "Other School");
        using FileStream held = new(Path.Combine(_folder, "de.txt"), FileMode.Create, FileAccess.Write, FileShare.None);
        using DeskDatabase database = DeskDatabase.Open(_folder);
        using StoreReader reader = StoreReader.Open(_folder);

        AutomaticRound round = await Automatic(database, reader).OpenAsync(Now, CancellationToken.None);

        Assert.Equal(1, round.Opened);
        Assert.Contains("unreadable", round.Trouble, StringComparison.Ordinal);
        Assert.Equal("readable", Assert.Single(Tickets()).Incident);
    }

    [Fact]
    public async Task OpenAsync_Cancelled_OpensNothing()
    {
        Keep(Incident("automatic"));
        using DeskDatabase database = DeskDatabase.Open(_folder);
        using StoreReader reader = StoreReader.Open(_folder);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Automatic(database, reader).OpenAsync(Now, new CancellationToken(canceled: true)));

        Assert.Empty(Tickets());
    }

    private static Silence Mute(string rule, string network) => new()
    {
        Rule = rule,
        Network = IpPrefix.TryParse(network, out IpPrefix prefix) ? prefix : null,
        Author = "operator",
    };

    private static Incident Guessing(Incident incident, string feature, int points) => incident with
    {
        Kind = IncidentKind.LoginGuessing,
        Rule = "login_guessing",
        Contributions = [new Contribution(feature, 500, points, "500 logins")],
    };

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

    private void Keep(Incident incident, string institution) => Keep(IncidentChangeKind.Opened, isLive: true, incident, institution: institution);

    private void Keep(Incident incident, int answered = 16, int flags = 0x1B, int connections = 16) =>
        Keep(IncidentChangeKind.Opened, isLive: true, incident, answered, flags, connections);

    // The store keeps the institution as it was when the incident was told, and flows of both directions.
    private void Keep(
        IncidentChangeKind kind, bool isLive, Incident incident, int answered = 16, int flags = 0x1B, int connections = 16, string institution = "Automatic School", int hostFlags = 0x1B)
    {
        using SensorStore store = SensorStore.Open(new StoreOptions { Path = _folder });
        IncidentChange change = new(kind, incident, incident.Detected);
        if (isLive)
        {
            _live.Note(change);
        }

        store.Add(new StoredIncident { Change = change, Institution = institution });
        IpAddress server = IpAddress.Parse("203.0.113.25");
        store.Add(new StoredEvidence
        {
            Flows =
            [
                .. Enumerable.Range(40_000, connections).Select(port => Flow(incident, incident.Source, server, port, 25, hostFlags)),
                .. Enumerable.Range(40_000, answered).Select(port => Flow(incident, server, incident.Source, 25, port, flags)),
            ],
            Windows = [],
        });
    }

    private static EvidenceFlow Flow(Incident incident, IpAddress source, IpAddress destination, int sourcePort, int destinationPort, int flags) =>
        new(incident.Source, source, destination, sourcePort, destinationPort, 6, flags, 10, 900, incident.Opened, incident.Opened + 500, default, default);

    private async Task<(int First, int Second)> OpenTwice()
    {
        using DeskDatabase database = DeskDatabase.Open(_folder);
        using StoreReader reader = StoreReader.Open(_folder);
        AutomaticReports automatic = Automatic(database, reader);
        return ((await automatic.OpenAsync(Now, CancellationToken.None)).Opened, (await automatic.OpenAsync(Now, CancellationToken.None)).Opened);
    }

    private AutomaticReports Automatic(DeskDatabase database, StoreReader reader) =>
        new(new TicketBook(database), reader, Query(reader), _options, Schools(), _live);

    private AbuseReportQuery Query(StoreReader reader) =>
        new(reader, _options, new ContactResolver(new ContactDirectory(Schools()), ContactTests.Tables([.. _routes]), [], null, TimeSpan.FromHours(1)));

    private IReadOnlyList<Ticket> Tickets()
    {
        using DeskDatabase database = DeskDatabase.Open(_folder);
        return new TicketBook(database).List(null);
    }

    private static Institution[] Schools() =>
    [
        School("Automatic School", "192.0.2.0/24", "abuse@automatic.example.org", NotifyPolicy.Automatic) with { NextHops = [IpAddress.Parse("198.51.100.254")] },
        School("Other School", "203.0.113.128/25", "abuse@other.example.org", NotifyPolicy.Automatic),
        School("Asking School", "198.51.100.0/25", "abuse@asking.example.org", NotifyPolicy.Ask),
    ];

    private static Institution School(string name, string network, string mail, NotifyPolicy policy) => new()
    {
        Name = name,
        Networks = [IpPrefix.TryParse(network, out IpPrefix prefix) ? prefix : throw new FormatException(network)],
        Contacts = [new Contact(ContactRole.Abuse, "", mail, "")],
        Policy = policy,
    };
}
