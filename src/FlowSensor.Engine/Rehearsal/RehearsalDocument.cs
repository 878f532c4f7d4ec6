using System.Globalization;
using System.Text.Json;
using FlowSensor.Engine.Detection;

namespace FlowSensor.Engine.Rehearsal;

/// <summary>A rehearsal as JSON.</summary>
public static class RehearsalDocument
{
    /// <summary>Whom an incident is about.</summary>
    public static string Subject(Incident incident)
    {
        ArgumentNullException.ThrowIfNull(incident);
        string subject = incident.Group.Length > 0 ? incident.Group : incident.Source.IsNone ? "many" : incident.Source.ToString();
        return incident.Peer.IsNone ? subject : $"{subject} and {incident.Peer}";
    }

    /// <summary>One object.</summary>
    /// <param name="destination">Where to; left open.</param>
    /// <param name="report">The rehearsal.</param>
    public static void WriteJson(Stream destination, RehearsalReport report)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentNullException.ThrowIfNull(report);
        using (Utf8JsonWriter json = new(destination, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("input", report.IsStored ? "store" : "captures");
            json.WriteNumber("windows", report.Windows);
            if (report.Windows > 0)
            {
                json.WriteString("from", Time(report.From));
                json.WriteString("to", Time(report.To));
            }

            json.WriteStartArray("rules");
            foreach (RehearsedRule rule in report.Rules)
            {
                json.WriteStartObject();
                json.WriteString("rule", rule.Rule);
                if (rule.Stored is int stored)
                {
                    json.WriteNumber("stored", stored);
                }

                json.WriteNumber("now", rule.Before);
                json.WriteNumber("then", rule.After);
                json.WriteNumber("same_sources", rule.Both);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("not_asked");
            foreach (string rule in report.IsStored ? StoreRehearsal.NotAsked : [])
            {
                json.WriteStringValue(rule);
            }

            json.WriteEndArray();
            json.WriteStartArray("incidents");
            foreach (RehearsedIncident rehearsed in report.Incidents)
            {
                WriteIncident(json, rehearsed);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        destination.WriteByte((byte)'\n');
        destination.Flush();
    }

    private static void WriteIncident(Utf8JsonWriter json, RehearsedIncident rehearsed)
    {
        Incident incident = rehearsed.Incident;
        json.WriteStartObject();
        json.WriteString("id", incident.Id);
        json.WriteString("rule", incident.Rule);
        json.WriteString("kind", IncidentKinds.NameOf(incident.Kind));
        json.WriteString("source", incident.Source.IsNone ? "" : incident.Source.ToString());
        json.WriteString("subject", Subject(incident));
        json.WriteString("opened", Time(incident.Opened));
        if (incident.Closed is long closed)
        {
            json.WriteString("closed", Time(closed));
        }
        else
        {
            json.WriteNull("closed");
        }

        json.WriteNumber("severity", incident.Severity);
        json.WriteNumber("peak", incident.Peak);
        json.WriteBoolean("now", rehearsed.Before);
        json.WriteBoolean("then", rehearsed.After);
        json.WriteEndObject();
    }

    private static string Time(long time) => DateTimeOffset.FromUnixTimeMilliseconds(time).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture);
}
