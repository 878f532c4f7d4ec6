using System.Text.Json;
using FlowSensor.Engine.Abuse.Reporting;
using FlowSensor.Engine.Configuration;

namespace FlowSensor.Engine.Abuse.Tickets;

/// <summary>Writes tickets as JSON, for ticket systems and scripts.</summary>
public static class TicketDocument
{
    /// <summary>Writes a ticket as an object.</summary>
    public static void Write(Utf8JsonWriter json, Ticket ticket)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(ticket);
        json.WriteStartObject();
        WriteFields(json, ticket);
        json.WriteEndObject();
    }

    /// <summary>Writes a ticket with what happened to it.</summary>
    public static void Write(Utf8JsonWriter json, Ticket ticket, IReadOnlyList<TicketEvent> events)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(ticket);
        ArgumentNullException.ThrowIfNull(events);
        json.WriteStartObject();
        WriteFields(json, ticket);
        json.WriteStartArray("events");
        foreach (TicketEvent happened in events)
        {
            json.WriteStartObject();
            json.WriteString("time", Time(happened.Time));
            json.WriteString("event", happened.Event);
            json.WriteString("detail", happened.Detail);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The document that a ticket system gets for an event.</summary>
    internal static byte[] Of(Ticket ticket, TicketEvent happened)
    {
        using MemoryStream output = new();
        using (Utf8JsonWriter json = new(output))
        {
            json.WriteStartObject();
            json.WriteString("event", happened.Event);
            json.WriteString("time", Time(happened.Time));
            json.WriteString("detail", happened.Detail);
            json.WritePropertyName("ticket");
            Write(json, ticket);
            json.WriteEndObject();
        }

        return output.ToArray();
    }

    private static void WriteFields(Utf8JsonWriter json, Ticket ticket)
    {
        json.WriteNumber("ticket", ticket.Number);
        json.WriteString("state", SnakeCase.Of(ticket.State.ToString()));
        json.WriteString("incident", ticket.Incident);
        json.WriteString("report_id", ticket.Report);
        json.WriteString("source", ticket.Source.ToString());
        json.WriteString("kind", ticket.Kind);
        json.WriteString("rule", ticket.Rule);
        json.WriteString("institution", ticket.Institution);
        json.WriteStartArray("contacts");
        foreach (string recipient in ticket.Mail.Recipients)
        {
            json.WriteStringValue(recipient);
        }

        json.WriteEndArray();
        json.WriteString("message_id", ticket.Mail.MessageId);
        json.WriteString("subject", ticket.Mail.Subject);
        json.WriteString("delivery", SnakeCase.Of(ticket.Mail.State.ToString()));
        json.WriteNumber("attempts", ticket.Mail.Attempts);
        json.WriteString("trouble", ticket.Mail.Trouble);
        json.WriteString("first_seen", Time(ticket.FirstSeen));
        json.WriteString("opened", Time(ticket.Opened));
        json.WriteString("created", Time(ticket.Created));
        json.WriteString("sent", Time(ticket.Sent));
        json.WriteString("answered", Time(ticket.Answered));
        json.WriteString("stopped", Time(ticket.Stopped));
        json.WriteString("recurred", Time(ticket.Recurred));
        json.WriteString("closed", Time(ticket.Closed));
    }

    private static string? Time(long? time) => time is long known ? ReportTime.Utc(DateTimeOffset.FromUnixTimeMilliseconds(known)) : null;
}
