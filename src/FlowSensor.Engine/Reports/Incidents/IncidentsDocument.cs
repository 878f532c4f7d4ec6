using System.Globalization;
using System.Text.Json;
using FlowSensor.Engine.Detection;

namespace FlowSensor.Engine.Reports.Incidents;

/// <summary>Incidents as JSON and as rows of a table.</summary>
public static class IncidentsDocument
{
    /// <summary>Names of the columns of comma separated values.</summary>
    public static IReadOnlyList<string> CsvNames { get; } =
    [
        "id", "kind", "rule", "source", "role", "opened", "detected", "last_seen", "closed", "severity", "peak", "handshake", "forged", "windows", "gap_s",
        "flows", "packets", "octets", "peers", "sources", "next_hop", "institution", "contact", "name", "muted", "acknowledged_by", "why",
    ];

    /// <summary>A row of comma separated values.</summary>
    public static IReadOnlyList<string> CsvRow(IncidentReport incident)
    {
        ArgumentNullException.ThrowIfNull(incident);
        return
        [
            incident.Id, incident.Kind, incident.Rule, incident.Subject, incident.Role, Time(incident.Opened), Time(incident.Detected), Time(incident.LastSeen),
            incident.Closed is DateTimeOffset closed ? Time(closed) : "", Plain(incident.Severity), Plain(incident.Peak), incident.Handshake, incident.IsForged ? "true" : "false",
            Plain(incident.Windows), Plain((long)incident.Gap.TotalSeconds), Plain(incident.Flows), Plain(incident.Packets), Plain(incident.Octets), Plain(incident.Peers),
            Plain(incident.Sources), incident.NextHop.IsNone ? "" : incident.NextHop.ToString(), incident.Institution, incident.Contact, incident.Name,
            incident.IsMuted ? "true" : "false", incident.AcknowledgedBy, string.Join("; ", incident.Contributions.Select(static part => part.Words)),
        ];
    }

    /// <summary>Reads an array of incidents back, as far as lists show them.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="InvalidOperationException">A member is of another type.</exception>
    /// <exception cref="KeyNotFoundException">A member is missing.</exception>
    /// <exception cref="FormatException">A time or address is none.</exception>
    public static IReadOnlyList<IncidentReport> Read(byte[] document) => IncidentsReader.Read(document);

    /// <summary>One array, an object an incident.</summary>
    /// <param name="destination">Where to; left open.</param>
    /// <param name="incidents">The incidents.</param>
    public static void WriteJson(Stream destination, IEnumerable<IncidentReport> incidents)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentNullException.ThrowIfNull(incidents);
        using (Utf8JsonWriter json = new(destination, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartArray();
            foreach (IncidentReport incident in incidents)
            {
                json.WriteStartObject();
                WriteIncident(json, incident);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        destination.WriteByte((byte)'\n');
        destination.Flush();
    }

    /// <summary>One object: an incident with what became of it and its evidence.</summary>
    public static void WriteJson(
        Stream destination,
        IncidentReport incident,
        IReadOnlyList<(DateTimeOffset Time, string Change, int Severity)> changes,
        IReadOnlyList<EvidenceWindow> windows,
        IReadOnlyList<EvidenceFlow> flows)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentNullException.ThrowIfNull(incident);
        using (Utf8JsonWriter json = new(destination, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            WriteIncident(json, incident);
            json.WriteStartArray("changes");
            foreach ((DateTimeOffset time, string change, int severity) in changes ?? [])
            {
                json.WriteStartObject();
                json.WriteString("time", Time(time));
                json.WriteString("change", change);
                json.WriteNumber("severity", severity);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            WriteEvidence(json, windows ?? [], flows ?? []);
            json.WriteEndObject();
        }

        destination.WriteByte((byte)'\n');
        destination.Flush();
    }

    private static void WriteIncident(Utf8JsonWriter json, IncidentReport incident)
    {
        json.WriteString("id", incident.Id);
        json.WriteString("kind", incident.Kind);
        json.WriteString("rule", incident.Rule);
        json.WriteString("source", incident.Source.IsNone ? "" : incident.Source.ToString());
        WriteUnlessEmpty(json, "peer", incident.Peer.IsNone ? "" : incident.Peer.ToString());
        WriteUnlessEmpty(json, "group", incident.Group);
        json.WriteString("role", incident.Role);
        json.WriteString("suspected", Time(incident.Suspected));
        json.WriteString("opened", Time(incident.Opened));
        json.WriteString("detected", Time(incident.Detected));
        json.WriteString("last_seen", Time(incident.LastSeen));
        if (incident.Closed is DateTimeOffset closed)
        {
            json.WriteString("closed", Time(closed));
        }
        else
        {
            json.WriteNull("closed");
        }

        json.WriteNumber("severity", incident.Severity);
        json.WriteNumber("peak", incident.Peak);
        json.WriteString("level", IncidentKinds.NameOf(Incident.LevelOf(incident.Severity)));
        json.WriteStartObject("evidence");
        json.WriteNumber("flows", incident.EvidenceFlows);
        json.WriteNumber("windows", incident.EvidenceWindows);
        json.WriteEndObject();
        json.WriteStartObject("features");
        foreach (Contribution part in incident.Contributions)
        {
            json.WriteStartObject(part.Feature);
            json.WriteNumber("value", part.Value);
            json.WriteNumber("points", part.Points);
            json.WriteString("words", part.Words);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteString("handshake", incident.Handshake);
        json.WriteBoolean("forged", incident.IsForged);
        json.WriteNumber("windows", incident.Windows);
        json.WriteNumber("gap_s", (long)incident.Gap.TotalSeconds);
        json.WriteNumber("flows", incident.Flows);
        json.WriteNumber("packets", incident.Packets);
        json.WriteNumber("octets", incident.Octets);
        json.WriteNumber("peers", incident.Peers);
        json.WriteNumber("sources", incident.Sources);
        WriteUnlessEmpty(json, "next_hop", incident.NextHop.IsNone ? "" : incident.NextHop.ToString());
        json.WriteString("institution", incident.Institution);
        WriteUnlessEmpty(json, "contact", incident.Contact);
        WriteUnlessEmpty(json, "name", incident.Name);
        WriteUnlessEmpty(json, "lists", incident.Lists);
        json.WriteBoolean("muted", incident.IsMuted);
        WriteUnlessEmpty(json, "acknowledged_by", incident.AcknowledgedBy);
    }

    private static void WriteEvidence(Utf8JsonWriter json, IReadOnlyList<EvidenceWindow> windows, IReadOnlyList<EvidenceFlow> flows)
    {
        json.WriteStartArray("evidence_windows");
        foreach (EvidenceWindow window in windows)
        {
            json.WriteStartObject();
            json.WriteString("start", Time(DateTimeOffset.FromUnixTimeMilliseconds(window.Start)));
            json.WriteNumber("ratio", window.Ratio);
            json.WriteNumber("severity", window.Severity);
            json.WriteNumber("flows", window.Flows);
            json.WriteNumber("packets", window.Packets);
            json.WriteNumber("octets", window.Octets);
            json.WriteNumber("peers", window.Peers);
            if (window.Smtp.Length > 0)
            {
                json.WritePropertyName("smtp");
                json.WriteRawValue(window.Smtp);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("evidence_flows");
        foreach (EvidenceFlow flow in flows)
        {
            json.WriteStartObject();
            json.WriteString("first", Time(DateTimeOffset.FromUnixTimeMilliseconds(flow.First)));
            json.WriteString("last", Time(DateTimeOffset.FromUnixTimeMilliseconds(flow.Last)));
            json.WriteString("src", flow.Source.ToString());
            json.WriteNumber("src_port", flow.SourcePort);
            json.WriteString("dst", flow.Destination.ToString());
            json.WriteNumber("dst_port", flow.DestinationPort);
            json.WriteNumber("protocol", flow.Protocol);
            json.WriteNumber("tcp_flags", flow.TcpFlags);
            json.WriteNumber("packets", flow.Packets);
            json.WriteNumber("octets", flow.Octets);
            WriteUnlessEmpty(json, "exporter", flow.Exporter.IsNone ? "" : flow.Exporter.ToString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteUnlessEmpty(Utf8JsonWriter json, string name, string text)
    {
        if (text.Length > 0)
        {
            json.WriteString(name, text);
        }
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture);

    private static string Plain(long value) => value.ToString(CultureInfo.InvariantCulture);
}
