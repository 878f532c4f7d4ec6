using System.Globalization;
using System.Text.Json;
using FlowSensor.Commands.Printing;
using FlowSensor.Engine.Abuse.Complaints;
using FlowSensor.Engine.Abuse.Delivery;
using FlowSensor.Engine.Abuse.Desk;
using FlowSensor.Engine.Abuse.Tickets;
using FlowSensor.Engine.Configuration;

namespace FlowSensor.Commands.Abuse;

/// <summary>Prints what became of the messages of an abuse mailbox.</summary>
internal static class AbuseOutput
{
    /// <summary>Prints a table of messages and, below it, how many are to be done.</summary>
    public static void WriteTable(IReadOnlyList<ComplaintOutcome> outcomes, DeskRound? round)
    {
        TableOutput.Write(
            "Complaints",
            ["kind", "host", "seen", "action", "contact or reason"],
            outcomes.SelectMany(RowsOf));
        IEnumerable<string> sums = outcomes.GroupBy(static outcome => outcome.Action).OrderBy(static group => group.Key)
            .Select(static group => string.Create(CultureInfo.InvariantCulture, $"{Name(group.Key)} {group.Count()}"));
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{outcomes.Count} messages: {string.Join(", ", sums.DefaultIfEmpty("nothing to do"))}."));
        if (round is not null)
        {
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{round.Delivery.Sent} mails sent, {round.Delivery.Waiting} wait{(round.Delivery.Trouble is string trouble ? $": {trouble}" : "")}"));
        }
    }

    /// <summary>Prints one array of messages.</summary>
    public static void WriteJson(IReadOnlyList<ComplaintOutcome> outcomes) => JsonOutput.Write(json =>
    {
        json.WriteStartArray();
        foreach (ComplaintOutcome outcome in outcomes)
        {
            Write(json, outcome);
        }

        json.WriteEndArray();
    });

    private static IEnumerable<IReadOnlyList<string>> RowsOf(ComplaintOutcome outcome)
    {
        string kind = Name(outcome.Complaint.Kind), action = Name(outcome.Action);
        if (outcome.Sources.Count == 0)
        {
            yield return [kind, "", "", action, outcome.Reason];
        }

        foreach (SourceOutcome source in outcome.Sources)
        {
            string told = source.Sighting.Match == ComplaintMatch.Nothing ? source.Sighting.Reason : source.Contact;
            yield return [kind, source.Source.Address.ToString(), Name(source.Sighting.Match), action, told];
        }
    }

    private static void Write(Utf8JsonWriter json, ComplaintOutcome outcome)
    {
        json.WriteStartObject();
        json.WriteString("message", outcome.Place);
        json.WriteString("message_id", outcome.Complaint.MessageId);
        json.WriteString("kind", Name(outcome.Complaint.Kind));
        json.WriteString("category", Name(outcome.Complaint.Category));
        json.WriteString("reporter", outcome.Complaint.Reporter);
        json.WriteStartArray("sources");
        foreach (SourceOutcome source in outcome.Sources)
        {
            Write(json, source);
        }

        json.WriteEndArray();
        json.WriteString("trusted_hop", outcome.Complaint.TrustedHop.Length > 0 ? outcome.Complaint.TrustedHop : null);
        json.WriteBoolean("matched", outcome.Sources.Any(static source => source.Sighting.Match != ComplaintMatch.Nothing));
        json.WriteString("contact", outcome.Sources.Select(static source => source.Contact).FirstOrDefault(static contact => contact.Length > 0));
        json.WriteString("action", Name(outcome.Action));
        json.WriteString("reason", outcome.Reason);
        if (outcome.Ticket is Ticket ticket)
        {
            json.WriteNumber("ticket", ticket.Number);
        }

        json.WriteStartArray("mails");
        foreach (DraftMail mail in outcome.Mails)
        {
            json.WriteStartObject();
            json.WriteString("purpose", Name(mail.Purpose));
            json.WriteString("to", mail.Recipients[0]);
            json.WriteString("subject", mail.Subject);
            json.WriteString("message_id", mail.MessageId);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, SourceOutcome outcome)
    {
        ComplaintSource source = outcome.Source;
        json.WriteStartObject();
        json.WriteString("address", source.Address.ToString());
        json.WriteNumber("port", source.Port);
        json.WriteString("first", Time(source.First));
        json.WriteString("last", Time(source.Last));
        json.WriteBoolean("zone_assumed", source.IsZoneAssumed);
        json.WriteString("matched", Name(outcome.Sighting.Match));
        json.WriteString("incident", outcome.Sighting.Incident.Length > 0 ? outcome.Sighting.Incident : null);
        json.WriteString("seen_first", Time(outcome.Sighting.First));
        json.WriteString("seen_last", Time(outcome.Sighting.Last));
        json.WriteNumber("flows", outcome.Sighting.Flows);
        json.WriteString("institution", outcome.Institution);
        json.WriteString("contact", outcome.Contact);
        json.WriteString("reason", outcome.Sighting.Reason);
        json.WriteEndObject();
    }

    private static string? Time(long? time) =>
        time is long known ? DateTimeOffset.FromUnixTimeMilliseconds(known).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) : null;

    private static string Name<T>(T value)
        where T : struct, Enum => SnakeCase.Of(value.ToString());
}
