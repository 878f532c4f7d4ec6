using FlowSensor.Engine.Abuse.Delivery;
using FlowSensor.Engine.Abuse.Desk;
using FlowSensor.Engine.Abuse.Reporting;
using FlowSensor.Engine.Abuse.Tickets;
using FlowSensor.Engine.Contacts;
using FlowSensor.Engine.Output.Mail;
using FlowSensor.Engine.Tests.Abuse.Reporting;

namespace FlowSensor.Engine.Tests.Abuse.Delivery;

public sealed class MailDeliveryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flowsensor-").FullName;
    private readonly DeskDatabase _database;
    private readonly TicketBook _tickets;
    private readonly ManualClock _clock = new();
    private readonly MoodyMailServer _server = new();

    public MailDeliveryTests()
    {
        _database = DeskDatabase.Open(_folder);
        _tickets = new TicketBook(_database);
    }

    public void Dispose()
    {
        _server.Dispose();
        _database.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Deliver_TwoProgramsAtOnce_EachMailArrivesOnce()
    {
        for (int i = 0; i < 30; i++)
        {
            Open(i);
        }

        using DeskDatabase other = DeskDatabase.Open(_folder);
        DeliveryRound[] rounds = await Task.WhenAll(Task.Run(() => Deliver()), Task.Run(() => Deliver(other)));

        Assert.Equal(30, rounds.Sum(static round => round.Sent));
        Assert.Equal(_tickets.List(null).Select(static ticket => ticket.Mail.MessageId).Order(), _server.Arrived.Order());
        Assert.All(_tickets.List(null), static ticket => Assert.Equal(TicketState.Sent, ticket.State));
    }

    [Fact]
    public async Task Deliver_ServerAway_WaitsAndIsSentOnce()
    {
        Open(1);
        MailDelivery away = Delivery(_database, Options("127.0.0.1:1"));

        DeliveryRound first = await away.DeliverAsync(isHurried: false, CancellationToken.None);
        DeliveryRound tooEarly = await Deliver();
        _clock.Pass(TimeSpan.FromSeconds(6));
        DeliveryRound later = await Deliver();
        DeliveryRound again = await Deliver();

        Assert.Equal((0, 1), (first.Sent, first.Waiting));
        Assert.Contains("127.0.0.1:1", first.Trouble, StringComparison.Ordinal);
        Assert.Equal((0, 1, 0), (tooEarly.Sent, later.Sent, again.Sent));
        Assert.Equal(2, Assert.Single(_tickets.List(null)).Mail.Attempts);
        Assert.Single(_server.Arrived);
    }

    [Fact]
    public async Task Deliver_ConnectionLostAfterTheMessage_IsUncertainAndNotSentUnasked()
    {
        Ticket ticket = Open(1);
        _server.LosesConnection = true;
        DeliveryRound round = await Deliver();
        _server.LosesConnection = false;
        _clock.Pass(TimeSpan.FromDays(1));
        DeliveryRound later = await Deliver(isHurried: true);

        Assert.Equal((1, 0, 0), (round.Uncertain, round.Waiting, later.Sent));
        Ticket uncertain = _tickets.Find(ticket.Number)!;
        Assert.Equal((TicketState.Draft, DeliveryState.Uncertain), (uncertain.State, uncertain.Mail.State));

        Assert.True(new Outbox(_database).Retry(uncertain.Mail.Id, _clock.Now));
        Assert.Equal(1, (await Deliver()).Sent);
        Assert.Single(_server.Arrived.Distinct());
        Assert.Equal(["created", "uncertain", "retried", "sent"], _tickets.Events(ticket.Number).Select(static happened => happened.Event));
    }

    [Fact]
    public async Task Deliver_ProgramKilledWhileSending_IsUncertainAndNotSentUnasked()
    {
        Ticket ticket = Open(1);
        Assert.NotNull(new Outbox(_database).Take(new OutboxRound(_clock.Now, isHurried: false), new ContactLimit(10, TimeSpan.FromDays(1)), _clock.Now));

        Assert.Equal((0, 0), Counts(await Deliver(isHurried: true)));
        _clock.Pass(TimeSpan.FromHours(1));
        Assert.Equal((0, 1), Counts(await Deliver(isHurried: true)));

        Assert.Equal(DeliveryState.Uncertain, _tickets.Find(ticket.Number)!.Mail.State);
        Assert.Empty(_server.Arrived);
    }

    [Theory]
    [InlineData("unknown", "550 5.1.1 unknown", DeliveryState.Failed)]
    [InlineData("greylisted", "450 4.2.0 later", DeliveryState.Waiting)]
    public async Task Deliver_RecipientRefused_FailsOrWaits(string what, string reply, DeliveryState state)
    {
        Assert.NotEmpty(what);
        _server.Recipients = reply;
        Ticket ticket = Open(1);
        await Deliver();

        Ticket refused = _tickets.Find(ticket.Number)!;
        Assert.Equal((TicketState.Draft, state), (refused.State, refused.Mail.State));
        Assert.Contains(reply[4..], refused.Mail.Trouble, StringComparison.Ordinal);

        _server.Recipients = "250 ok";
        _clock.Pass(TimeSpan.FromSeconds(6));
        Assert.Equal(state == DeliveryState.Waiting ? 1 : 0, (await Deliver()).Sent);
    }

    [Fact]
    public async Task Deliver_RefusedForLongerThanIsTried_Fails()
    {
        _server.Recipients = "450 4.2.0 later";
        Ticket ticket = Open(1);
        await Deliver();
        _clock.Pass(TimeSpan.FromDays(6));
        await Deliver();

        Assert.Equal(DeliveryState.Failed, _tickets.Find(ticket.Number)!.Mail.State);
    }

    [Fact]
    public async Task Deliver_ContactHasEnough_RestWaitsItsTime()
    {
        for (int i = 0; i < 5; i++)
        {
            Open(i, "abuse@school.example.org");
        }

        Open(5, "abuse@college.example.org");
        ReportOptions options = Options(_server.Name, limit: 2);

        Assert.Equal(3, (await Delivery(_database, options).DeliverAsync(isHurried: true, CancellationToken.None)).Sent);
        Assert.Equal(0, (await Delivery(_database, options).DeliverAsync(isHurried: true, CancellationToken.None)).Sent);
        _clock.Pass(TimeSpan.FromHours(25));
        Assert.Equal(2, (await Delivery(_database, options).DeliverAsync(isHurried: true, CancellationToken.None)).Sent);
        _clock.Pass(TimeSpan.FromHours(25));
        Assert.Equal((1, 0), Counts(await Delivery(_database, options).DeliverAsync(isHurried: true, CancellationToken.None)));
    }

    [Fact]
    public async Task Deliver_SecondRecipientHasEnough_WaitsToo()
    {
        Open(1, "abuse@school.example.org", "NOC@region.example.net");
        Open(2, "abuse@college.example.org", "noc@region.example.net");

        Assert.Equal((1, 1), await Twice());
        _clock.Pass(TimeSpan.FromHours(25));
        Assert.Equal((1, 0), await Twice());

        async Task<(int Sent, int Waiting)> Twice()
        {
            DeliveryRound first = await Delivery(_database, Options(_server.Name, limit: 1)).DeliverAsync(isHurried: true, CancellationToken.None);
            DeliveryRound second = await Delivery(_database, Options(_server.Name, limit: 1)).DeliverAsync(isHurried: true, CancellationToken.None);
            return (first.Sent + second.Sent, second.Waiting);
        }
    }

    [Fact]
    public async Task Deliver_WhatIsTakenBackBeforeItsMail_IsNotSent()
    {
        Ticket ticket = Open(1);
        Open(2);
        int asked = 0;
        MailDelivery delivery = new(new Outbox(_database), Options(_server.Name), _clock, _ => asked += _tickets.Close(ticket, "taken back", _clock.Now) ? 1 : 0);

        Assert.Equal((1, 1, 0), ((await delivery.DeliverAsync(isHurried: true, CancellationToken.None)).Sent, asked, _tickets.Find(ticket.Number)!.Mail.Attempts));
    }

    [Fact]
    public void Take_ContactThatHasEnough_ItsMailsAreLookedAtOnceARound()
    {
        const int Full = 40;
        for (int i = 0; i < Full; i++)
        {
            Open(i, "abuse@school.example.org");
        }

        for (int i = 0; i < 10; i++)
        {
            Open(Full + i);
        }

        Outbox outbox = new(_database);
        OutboxRound round = new(_clock.Now, isHurried: false);
        List<int> looked = [];
        _clock.Pass(TimeSpan.FromMilliseconds(1));
        while (outbox.Take(round, new ContactLimit(1, TimeSpan.FromDays(1)), _clock.Now) is not null)
        {
            looked.Add(round.Looked);
        }

        // The first, then all that its contact may not get yet and one of another, then those one by one.
        Assert.Equal([1, .. Enumerable.Range(Full + 1, 10)], looked);
        Assert.Equal(Full + 10, round.Looked);
        Assert.Equal(Full - 1, outbox.Waiting());
    }

    private static (int Sent, int Uncertain) Counts(DeliveryRound round) => (round.Sent, round.Uncertain);

    private Ticket Open(int number, string contact = "", string second = "")
    {
        AbuseReport report = SampleReports.Of("smtp_sender", $"192.0.2.{number + 1}");
        (Ticket ticket, bool isNew) = _tickets.Open(
            report with
            {
                Incident = report.Incident with { Id = $"20261126T0900-{number}" },
                Contact = report.Contact with
                {
                    Contacts =
                    [
                        new Contact(ContactRole.Abuse, "", contact.Length > 0 ? contact : $"abuse@school{number}.example.org", ""),
                        .. second.Length > 0 ? [new Contact(ContactRole.Abuse, "", second, "")] : Array.Empty<Contact>(),
                    ],
                },
            },
            "en",
            _clock.Now);
        Assert.True(isNew);
        _clock.Pass(TimeSpan.FromMilliseconds(1));
        return ticket;
    }

    private Task<DeliveryRound> Deliver(DeskDatabase? database = null, bool isHurried = false) =>
        Delivery(database ?? _database, Options(_server.Name)).DeliverAsync(isHurried, CancellationToken.None);

    private MailDelivery Delivery(DeskDatabase database, ReportOptions options)
    {
        _clock.Pass(TimeSpan.FromMilliseconds(1));
        return new MailDelivery(new Outbox(database), options, _clock);
    }

    private static ReportOptions Options(string server, int limit = 100) => new()
    {
        Contact = "abuse@example.net",
        ContactLimit = limit,
        Mail = new MailServerOptions { Server = server, From = "sensor@example.net", Security = MailSecurity.None, Timeout = TimeSpan.FromSeconds(20) },
    };
}
