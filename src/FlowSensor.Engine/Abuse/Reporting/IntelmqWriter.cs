using System.Text.Json;

namespace FlowSensor.Engine.Abuse.Reporting;

/// <summary>Writes an incident as an event of IntelMQ: its harmonised field names, and classification types of its taxonomy.</summary>
public static class IntelmqWriter
{
    /// <summary>The document.</summary>
    public static byte[] Write(AbuseReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        (string taxonomy, string type) = ClassOf(report.Incident.Kind);
        using MemoryStream output = new();
        using (Utf8JsonWriter json = new(output, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("__type", "Event");
            json.WriteString("classification.taxonomy", taxonomy);
            json.WriteString("classification.type", type);
            json.WriteString("classification.identifier", report.Incident.Kind.Replace('_', '-'));
            json.WriteString("feed.name", "FlowSensor");
            json.WriteString("feed.provider", report.Reporter.Organization);
            json.WriteString("time.source", ReportTime.Utc(report.Incident.Opened));
            json.WriteString("time.observation", ReportTime.Utc(report.Last));
            json.WriteString("source.ip", report.Incident.Source.ToString());
            if (report.SourcePort > 0)
            {
                json.WriteNumber("source.port", report.SourcePort);
            }

            if (ArfWriter.Recipients(report) is { Count: > 0 } mails)
            {
                json.WriteString("source.abuse_contact", string.Join(',', mails));
            }

            json.WriteNumber("feed.accuracy", report.IsReliable ? report.Incident.Peak : report.Incident.Peak / 2);
            json.WriteString("event_description.text", $"{ReportWords.What(report.Incident)}: {ReportWords.Counts(report.Incident)}");
            json.WriteString("extra.incident", report.Incident.Id);
            json.WriteString("extra.handshake", report.Incident.Handshake);
            json.WriteEndObject();
        }

        return output.ToArray();
    }

    private static (string Taxonomy, string Type) ClassOf(string kind) => kind switch
    {
        "smtp_sender" => ("abusive-content", "spam"),
        "port_scan" or "host_scan" => ("information-gathering", "scanner"),
        "login_guessing" => ("intrusion-attempts", "brute-force"),
        "syn_flood_source" or "ping_storm" or "syn_flood_victim" or "mail_server_attacked" => ("availability", "ddos"),
        "udp_amplification" => ("vulnerable", "ddos-amplifier"),
        "dns_tunnel" or "nxdomain_storm" => ("malicious-code", "infected-system"),
        _ => ("other", "other"),
    };
}
