using System.Security.Cryptography;
using System.Text.Json;
using FlowSensor.Engine.Reports.Incidents;

namespace FlowSensor.Engine.Abuse.Reporting;

/// <summary>
/// Writes XARF 4.2. The type follows the evidence: <c>messaging/spam</c> asks for the envelope sender and the source port, so without them a
/// sender of spam is reported as <c>infrastructure/botnet</c>; floods as <c>connection/ddos</c>, scans and guessed passwords as their own types.
/// </summary>
public static class XarfWriter
{
    private const int LongestDescription = 1_000;

    // The format's own limit is 5 MB an item; a mail server's is less.
    private const int LongestEvidence = 1 << 20;

    /// <summary>The document.</summary>
    public static byte[] Write(AbuseReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        using MemoryStream output = new();
        using (Utf8JsonWriter json = new(output, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("xarf_version", "4.2.0");
            json.WriteString("report_id", report.ReportId.ToString());
            json.WriteString("timestamp", ReportTime.Utc(report.Last));
            WriteContact(json, "reporter", report.Reporter);
            WriteContact(json, "sender", report.Reporter);
            json.WriteString("source_identifier", report.Incident.Source.ToString());
            WriteType(json, report);
            WriteDescription(json, report);
            json.WriteNumber("confidence", Confidence(report.Incident));
            WriteEvidence(json, report);
            json.WriteEndObject();
        }

        return output.ToArray();
    }

    /// <summary>Category and type for an incident's evidence.</summary>
    internal static (string Category, string Type) TypeOf(AbuseReport report) => report.Incident.Kind switch
    {
        "smtp_sender" when report is { MailFrom: not null, SourcePort: > 0 } => ("messaging", "spam"),
        "syn_flood_source" or "ping_storm" or "udp_amplification" when report.SourcePort > 0 => ("connection", "ddos"),
        "port_scan" or "host_scan" when report.SourcePort > 0 => ("connection", "port_scan"),
        "login_guessing" when report.SourcePort > 0 => ("connection", "login_attack"),
        _ => ("infrastructure", "botnet"),
    };

    private static void WriteType(Utf8JsonWriter json, AbuseReport report)
    {
        (string category, string type) = TypeOf(report);
        json.WriteString("category", category);
        json.WriteString("type", type);
        if (report.SourcePort > 0)
        {
            json.WriteNumber("source_port", report.SourcePort);
        }

        switch (type)
        {
            case "spam":
                json.WriteString("protocol", "smtp");
                json.WriteString("smtp_from", report.MailFrom);
                json.WriteString("evidence_source", "automated_filter");
                break;
            case "botnet":
                json.WriteString("compromise_evidence", $"The host {ReportWords.What(report.Incident)}");
                json.WriteStartArray("bot_capabilities");
                json.WriteStringValue(report.Incident.Kind is "syn_flood_source" or "ping_storm" or "udp_amplification" ? "ddos" : "spam");
                json.WriteEndArray();
                break;
            default:
                WriteConnection(json, report, type);
                break;
        }
    }

    private static void WriteConnection(Utf8JsonWriter json, AbuseReport report, string type)
    {
        json.WriteString("protocol", Protocol(report));
        json.WriteString("first_seen", ReportTime.Utc(report.Incident.Opened));
        json.WriteString("last_seen", ReportTime.Utc(report.Last));
        ReportedFlow flow = report.Flows.FirstOrDefault(flow => flow.Source == report.Incident.Source.ToString());
        if (System.Net.IPAddress.TryParse(flow.Destination, out _))
        {
            json.WriteString("destination_ip", flow.Destination);
        }

        if (flow.DestinationPort is > 0 and <= ushort.MaxValue && flow.Protocol is 6 or 17)
        {
            json.WriteNumber("destination_port", flow.DestinationPort);
        }

        if (type == "ddos")
        {
            json.WriteString("evidence_source", "flow_analysis");
            json.WriteString("attack_vector", report.Incident.Kind switch { "syn_flood_source" => "syn_flood", "ping_storm" => "icmp_flood", _ => "udp_flood" });
            WritePeaks(json, report);
        }
    }

    private static void WritePeaks(Utf8JsonWriter json, AbuseReport report)
    {
        double packets = report.Windows.Select(static window => window.Packets * 1000.0 / Math.Max(1, window.End - window.Start)).DefaultIfEmpty(0).Max();
        double octets = report.Windows.Select(static window => window.Octets * 1000.0 / Math.Max(1, window.End - window.Start)).DefaultIfEmpty(0).Max();
        json.WriteNumber("peak_pps", Math.Max(1, (long)packets));
        json.WriteNumber("peak_bps", Math.Max(1, (long)(octets * 8)));
        json.WriteNumber("duration_seconds", Math.Max(1, (long)(report.Last - report.Incident.Opened).TotalSeconds));
    }

    private static void WriteDescription(Utf8JsonWriter json, AbuseReport report)
    {
        string text = string.Join(' ', ReportWords.Counts(report.Incident) + ".", ReportWords.Handshake(report.Incident), ReportWords.Sampling(report), ReportWords.Loss(report));
        json.WriteString("description", text.Length > LongestDescription ? text[..LongestDescription] : text);
    }

    private static void WriteEvidence(Utf8JsonWriter json, AbuseReport report)
    {
        byte[] rows = EvidenceCsv.Flows(report, LongestEvidence);
        json.WriteStartArray("evidence");
        json.WriteStartObject();
        json.WriteString("content_type", "text/csv");
        json.WriteString("description", "Flow records of the source, times in UTC");
        json.WriteBase64String("payload", rows);
        json.WriteString("hash", $"sha256:{Convert.ToHexStringLower(SHA256.HashData(rows))}");
        json.WriteNumber("size", rows.Length);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteContact(Utf8JsonWriter json, string name, ReportOptions reporter)
    {
        json.WriteStartObject(name);
        json.WriteString("org", reporter.Organization);
        json.WriteString("contact", reporter.Contact);
        json.WriteString("domain", reporter.StatedDomain);
        json.WriteEndObject();
    }

    private static string Protocol(AbuseReport report) => report.Flows.FirstOrDefault(flow => flow.Source == report.Incident.Source.ToString()).Protocol switch
    {
        17 => "udp",
        1 or 58 => "icmp",
        132 => "sctp",
        _ => "tcp",
    };

    // What is known of the address weighs as much as what was counted.
    private static double Confidence(IncidentReport incident) =>
        Math.Round(incident.Peak / 100.0 * (incident.IsForged ? 0.2 : incident.Handshake == "established" ? 1 : 0.5), 2, MidpointRounding.AwayFromZero);
}
