using System.Text.Json;
using FlowSensor.Engine.Capturing;
using FlowSensor.Engine.Contacts;
using FlowSensor.Engine.Detection;
using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Reports.Incidents;

namespace FlowSensor.Engine.Abuse.Reporting;

/// <summary>Writes a report as one JSON object, for ticket systems and scripts.</summary>
public static class ReportDocument
{
    /// <summary>The document.</summary>
    public static byte[] Write(AbuseReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        using MemoryStream output = new();
        using (Utf8JsonWriter json = new(output, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("report_id", report.ReportId.ToString());
            json.WriteString("sensor", report.Sensor);
            json.WriteString("organization", report.Reporter.Organization);
            WriteIncident(json, report);
            WriteCertainty(json, report);
            WriteContact(json, report);
            WriteLedger(json, report);
            WriteInterfaces(json, report);
            WriteFlows(json, report);
            json.WriteEndObject();
        }

        return output.ToArray();
    }

    private static void WriteIncident(Utf8JsonWriter json, AbuseReport report)
    {
        IncidentReport incident = report.Incident;
        json.WriteString("incident", incident.Id);
        json.WriteString("kind", incident.Kind);
        json.WriteString("rule", incident.Rule);
        json.WriteString("source", incident.Source.ToString());
        json.WriteNumber("source_port", report.SourcePort);
        json.WriteString("name", incident.Name);
        json.WriteString("lists", incident.Lists);
        json.WriteString("first", ReportTime.Utc(incident.Opened));
        json.WriteString("last", ReportTime.Utc(report.Last));
        json.WriteString("first_local", ReportTime.Local(incident.Opened, report.Zone));
        json.WriteString("last_local", ReportTime.Local(report.Last, report.Zone));
        json.WriteNumber("severity", incident.Peak);
        json.WriteNumber("windows", incident.Windows);
        json.WriteNumber("flows", incident.Flows);
        json.WriteNumber("packets", incident.Packets);
        json.WriteNumber("octets", incident.Octets);
        json.WriteNumber("peers", incident.Peers);
        json.WriteStartArray("reasons");
        foreach (Contribution part in incident.Contributions)
        {
            json.WriteStartObject();
            json.WriteString("feature", part.Feature);
            json.WriteNumber("value", part.Value);
            json.WriteNumber("points", part.Points);
            json.WriteString("words", part.Words);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteCertainty(Utf8JsonWriter json, AbuseReport report)
    {
        json.WriteString("handshake", report.Incident.Handshake);
        json.WriteBoolean("forged", report.Incident.IsForged);
        json.WriteBoolean("reliable", report.IsReliable);
        json.WriteString("sampling", ReportWords.Sampling(report));
        json.WriteString("loss", ReportWords.Loss(report));
        json.WriteString("clock", ReportWords.Clock(report));
    }

    private static void WriteContact(Utf8JsonWriter json, AbuseReport report)
    {
        json.WriteString("next_hop", report.Incident.NextHop.IsNone ? null : report.Incident.NextHop.ToString());
        json.WriteString("institution", report.Contact.Institution);
        json.WriteStartArray("contacts");
        foreach (Contact contact in report.Contact.Contacts)
        {
            json.WriteStringValue(contact.Mail);
        }

        json.WriteEndArray();
        json.WriteStartArray("how_found");
        foreach (string step in ReportWords.ContactSteps(report.Contact))
        {
            json.WriteStringValue(step);
        }

        json.WriteEndArray();
    }

    private static void WriteLedger(Utf8JsonWriter json, AbuseReport report)
    {
        json.WriteStartArray("exporters");
        foreach (ExporterReport exporter in report.Ledger)
        {
            json.WriteStartObject();
            json.WriteString("exporter", exporter.Exporter);
            json.WriteNumber("datagrams", exporter.Datagrams);
            json.WriteNumber("records", exporter.Records);
            json.WriteNumber("dropped", exporter.Dropped?.Values.Sum() ?? 0);
            json.WriteNumber("sequence_lost", exporter.SequenceLost);
            if (exporter.Sampling is long interval)
            {
                json.WriteNumber("sampling", interval);
            }
            else
            {
                json.WriteNull("sampling");
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteInterfaces(Utf8JsonWriter json, AbuseReport report)
    {
        json.WriteStartArray("interfaces");
        foreach (InterfaceCounters counters in report.Interfaces)
        {
            json.WriteStartObject();
            json.WriteString("interface", counters.Interface);
            json.WriteNumber("seen", counters.Seen);
            json.WriteNumber("delivered", counters.Delivered);
            json.WriteNumber("kernel_dropped", counters.KernelDropped);
            json.WriteNumber("queue_full", counters.QueueFull);
            json.WriteNumber("interface_dropped", counters.InterfaceDropped);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteFlows(Utf8JsonWriter json, AbuseReport report)
    {
        json.WriteStartArray("flow_records");
        foreach (ReportedFlow flow in report.Flows)
        {
            json.WriteStartObject();
            foreach ((string column, string cell) in ReportedFlow.Columns.Zip(flow.Cells))
            {
                json.WriteString(column, cell);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
