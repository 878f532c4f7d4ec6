using System.Buffers;
using System.Text.Json;
using FlowSensor.Engine.Detection;

namespace FlowSensor.Engine.Output.Notifications;

/// <summary>Notices as JSON documents, for webhooks and programs.</summary>
public static class NoticeJson
{
    /// <summary>One notice.</summary>
    /// <param name="notice">The notice.</param>
    /// <param name="sensor">Name of the sensor.</param>
    public static byte[] Of(Notice notice, string sensor)
    {
        ArgumentNullException.ThrowIfNull(notice);
        return Write(json =>
        {
            json.WriteString("type", "incident");
            json.WriteString("sensor", sensor);
            json.WriteString("text", NoticeText.Title(notice));
            WriteIncident(json, notice);
        });
    }

    /// <summary>Many notices in one.</summary>
    /// <param name="digest">The notices.</param>
    /// <param name="sensor">Name of the sensor.</param>
    public static byte[] Of(NoticeDigest digest, string sensor)
    {
        ArgumentNullException.ThrowIfNull(digest);
        return Write(json =>
        {
            json.WriteString("type", "summary");
            json.WriteString("sensor", sensor);
            json.WriteString("text", NoticeText.Title(digest));
            json.WriteNumber("notices", digest.Count);
            json.WriteNumber("severity", digest.Severity);
            json.WriteString("from", NoticeText.Time(digest.First));
            json.WriteString("to", NoticeText.Time(digest.Last));
            json.WriteStartArray("counts");
            foreach ((IncidentKind kind, IncidentChangeKind change, long count) in digest.Counts)
            {
                json.WriteStartObject();
                json.WriteString("kind", IncidentKinds.NameOf(kind));
                json.WriteString("change", IncidentKinds.NameOf(change));
                json.WriteNumber("notices", count);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("worst");
            foreach (Notice notice in digest.Worst)
            {
                json.WriteStartObject();
                WriteIncident(json, notice);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    private static byte[] Write(Action<Utf8JsonWriter> content)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            content(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteIncident(Utf8JsonWriter json, Notice notice)
    {
        Incident incident = notice.Incident;
        json.WriteString("change", IncidentKinds.NameOf(notice.Change.Kind));
        json.WriteString("time", NoticeText.Time(notice.Change.Time));
        json.WriteString("id", incident.Id);
        json.WriteString("kind", IncidentKinds.NameOf(incident.Kind));
        json.WriteString("rule", incident.Rule);
        json.WriteString("source", incident.Source.ToString());
        json.WriteString("subject", NoticeText.Subject(incident));
        json.WriteString("role", IncidentKinds.NameOf(incident.Role));
        json.WriteString("opened", NoticeText.Time(incident.Opened));
        json.WriteString("last_seen", NoticeText.Time(incident.LastSeen));
        if (incident.Closed is long closed)
        {
            json.WriteString("closed", NoticeText.Time(closed));
        }

        json.WriteNumber("severity", incident.Severity);
        json.WriteString("level", IncidentKinds.NameOf(incident.Level));
        json.WriteNumber("sources", incident.Sources);
        json.WriteNumber("flows", incident.Flows);
        json.WriteNumber("packets", incident.Packets);
        json.WriteNumber("octets", incident.Octets);
        json.WriteNumber("peers", incident.Peers);
        json.WriteString("handshake", IncidentKinds.NameOf(incident.Handshake));
        json.WriteBoolean("forged", incident.IsForged);
        if (!incident.NextHop.IsNone)
        {
            json.WriteString("next_hop", incident.NextHop.ToString());
        }

        json.WriteString("institution", notice.Place.Institution);
        json.WriteString("contact", notice.Place.Contact);
        json.WriteStartArray("why");
        foreach (Contribution contribution in incident.Contributions)
        {
            json.WriteStartObject();
            json.WriteNumber("points", contribution.Points);
            json.WriteString("words", contribution.Words);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
