using System.Globalization;
using FlowSensor.Commands.Printing;
using FlowSensor.Engine.Abuse.Delivery;
using FlowSensor.Engine.Abuse.Tickets;

namespace FlowSensor.Commands.Abuse;

/// <summary>Prints tickets.</summary>
internal static class TicketOutput
{
    /// <summary>Prints a table.</summary>
    public static void WriteTable(IReadOnlyList<Ticket> tickets, TimeZoneInfo zone)
    {
        if (tickets.Count == 0)
        {
            Console.Out.WriteLine("No tickets.");
            return;
        }

        TableOutput.Write("Tickets", [">no", "state", "host", "kind", "contact", "mail", "since", "incident"], tickets.Select(ticket => (IReadOnlyList<string>)
        [
            TableOutput.Plain(ticket.Number), ReportSending.Word(ticket.State), ticket.Source.ToString(), ticket.Kind, string.Join(", ", ticket.Mail.Recipients),
            ReportSending.Word(ticket.Mail.State), Time(Since(ticket), zone), ticket.Incident,
        ]));
    }

    /// <summary>Prints one ticket.</summary>
    public static void WriteTable(Ticket ticket, IReadOnlyList<TicketEvent> events, TimeZoneInfo zone)
    {
        TableOutput.Write(string.Create(CultureInfo.InvariantCulture, $"Ticket {ticket.Number}"), ["", ""],
        [
            ["state", ReportSending.Word(ticket.State)],
            ["incident", ticket.Incident],
            ["host", ticket.Source.ToString()],
            ["kind", ticket.Kind],
            ["institution", ticket.Institution],
            ["contact", string.Join(", ", ticket.Mail.Recipients)],
            ["Message-ID", $"<{ticket.Mail.MessageId}>"],
            ["mail", ticket.Mail.Trouble.Length > 0 ? $"{ReportSending.Word(ticket.Mail.State)}: {ticket.Mail.Trouble}" : ReportSending.Word(ticket.Mail.State)],
            ["first seen", Time(ticket.FirstSeen, zone)],
        ]);
        TableOutput.Write("What happened", ["noticed", "event", "detail"], events.Select(happened => (IReadOnlyList<string>)[Time(happened.Time, zone), happened.Event, happened.Detail]));
    }

    /// <summary>Prints an array of tickets.</summary>
    public static void WriteJson(IReadOnlyList<Ticket> tickets) => JsonOutput.Write(json =>
    {
        json.WriteStartArray();
        foreach (Ticket ticket in tickets)
        {
            TicketDocument.Write(json, ticket);
        }

        json.WriteEndArray();
    });

    /// <summary>Prints a ticket with what happened to it.</summary>
    public static void WriteJson(Ticket ticket, IReadOnlyList<TicketEvent> events) => JsonOutput.Write(json => TicketDocument.Write(json, ticket, events));

    /// <summary>Prints what a round came to.</summary>
    public static void WriteJson(DeskRound round) => JsonOutput.Write(json =>
    {
        DeliveryRound mails = round.Delivery;
        json.WriteStartObject();
        json.WriteNumber("sent", mails.Sent);
        json.WriteNumber("waiting", mails.Waiting);
        json.WriteNumber("uncertain", mails.Uncertain);
        json.WriteNumber("failed", mails.Failed);
        json.WriteNumber("changed", round.Changed);
        json.WriteEndObject();
    });

    private static long Since(Ticket ticket) => ticket.State switch
    {
        TicketState.Sent => ticket.Sent,
        TicketState.Answered => ticket.Answered,
        TicketState.Stopped => ticket.Stopped,
        TicketState.Recurred => ticket.Recurred,
        TicketState.Closed => ticket.Closed,
        _ => null,
    } ?? ticket.Created;

    private static string Time(long time, TimeZoneInfo zone) => TableOutput.Time(DateTimeOffset.FromUnixTimeMilliseconds(time), zone);
}
