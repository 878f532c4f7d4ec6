using FlowSensor.Engine.Abuse.Complaints;
using FlowSensor.Engine.Abuse.Delivery;
using FlowSensor.Engine.Abuse.Desk;
using FlowSensor.Engine.Abuse.Tickets;
using FlowSensor.Engine.Contacts;
using FlowSensor.Engine.Contacts.Institutions;
using FlowSensor.Engine.Routes;
using FlowSensor.Engine.Tests.Abuse.Reporting;

namespace FlowSensor.Engine.Tests.Abuse.Tickets;

/// <summary>What the abuse mailbox says about reports of ours.</summary>
public sealed class TicketAnswersTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flowsensor-").FullName;
    private readonly DeskDatabase _database;
    private readonly TicketBook _book;
    private readonly Ticket _ticket;

    public TicketAnswersTests()
    {
        _database = DeskDatabase.Open(_folder);
        _book = new TicketBook(_database);
        (_ticket, _) = _book.Open(SampleReports.Of("smtp_sender"), "en", Mails.Now);
        new Outbox(_database).MarkSent(_ticket.Mail.Id, Mails.Now);
    }

    public void Dispose()
    {
        _database.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("In-Reply-To: <@id@>\n\nWe took 192.0.2.7 off.", "answered", TicketState.Answered, DeliveryState.Sent)]
    [InlineData("References: <1@elsewhere.example> <@id@>\n\nSee below.", "answered", TicketState.Answered, DeliveryState.Sent)]
    [InlineData("In-Reply-To: <@id@>\nAuto-Submitted: auto-replied\n\nTicket 4711 was opened.", "acknowledged", TicketState.Sent, DeliveryState.Sent)]
    [InlineData("@dsn@failed", "bounced", TicketState.Sent, DeliveryState.Failed)]
    [InlineData("@dsn@delayed", "delayed", TicketState.Sent, DeliveryState.Sent)]
    public async Task Ingest_MessageAboutAReport_IsNotedInItsTicketOnce(string message, string happened, TicketState state, DeliveryState delivery)
    {
        string text = Fill(message);
        ComplaintOutcome outcome = await Ingest(text);
        ComplaintOutcome again = await Ingest(text);

        Assert.Equal((ComplaintAction.Ticket, ComplaintAction.Known), (outcome.Action, again.Action));
        Ticket ticket = _book.Find(_ticket.Number)!;
        Assert.Equal((state, delivery), (ticket.State, ticket.Mail.State));
        Assert.Equal(["created", "sent", happened], _book.Events(ticket.Number).Select(static noted => noted.Event));
    }

    [Fact]
    public async Task Ingest_AnswerToAnUncertainMail_ProvesThatItArrived()
    {
        new Outbox(_database).MarkTrouble(_ticket.Mail.Id, DeliveryState.Uncertain, "lost", Mails.Now, Mails.Now);

        await Ingest(Fill("In-Reply-To: <@id@>\n\nThank you."));

        Assert.Equal(DeliveryState.Sent, _book.Find(_ticket.Number)!.Mail.State);
    }

    [Fact]
    public async Task Ingest_AnswerToSomebodyElse_IsNoTicket()
    {
        ComplaintOutcome outcome = await Ingest("From: a@example.org\nIn-Reply-To: <other@example.net>\n\nYour host 192.0.2.7 sent spam at 2026-11-26T10:00:00Z.");

        Assert.NotEqual(ComplaintAction.Ticket, outcome.Action);
        Assert.Equal(TicketState.Sent, _book.Find(_ticket.Number)!.State);
    }

    private string Fill(string message) => "From: desk@school.example.org\nSubject: Re: report\n" + (message.StartsWith("@dsn@", StringComparison.Ordinal) ? Status(message[5..]) : message)
        .Replace("@id@", _ticket.Mail.MessageId, StringComparison.Ordinal);

    // RFC 3464, with the header of what was not delivered.
    private static string Status(string action) => $"""
        Content-Type: multipart/report; report-type=delivery-status; boundary="=_b"

        --=_b
        Content-Type: text/plain

        Your message could not be delivered to 192.0.2.99.
        --=_b
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example.org

        Final-Recipient: rfc822; abuse@school.example.org
        Action: {action}
        Status: 5.1.1
        --=_b
        Content-Type: text/rfc822-headers

        From: sensor@example.net
        Message-ID: <@id@>
        --=_b--
        """;

    private async Task<ComplaintOutcome> Ingest(string text)
    {
        ComplaintBook handled = new(_database);
        ComplaintDesk desk = new(
            new ComplaintReader(new ComplaintRules()),
            null,
            new ContactResolver(new ContactDirectory([]), new RouterTables([]), [], null, TimeSpan.FromHours(1)),
            handled.IsKnown,
            _book.FindByMessage);
        ComplaintOutcome outcome = await desk.DecideAsync(Mails.Message(text), Mails.Now, CancellationToken.None);
        if (outcome.Action != ComplaintAction.Known)
        {
            handled.Add(outcome, Mails.Now);
        }

        return outcome;
    }
}
