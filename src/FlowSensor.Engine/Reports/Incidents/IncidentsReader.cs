using System.Text.Json;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Reports.Incidents;

/// <summary>Reads incidents back from the document that <see cref="IncidentsDocument"/> writes, as far as lists show them.</summary>
internal static class IncidentsReader
{
    /// <summary>Reads an array of incidents.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="InvalidOperationException">A member is of another type.</exception>
    /// <exception cref="KeyNotFoundException">A member is missing.</exception>
    /// <exception cref="FormatException">A time or address is none.</exception>
    public static IReadOnlyList<IncidentReport> Read(byte[] document)
    {
        using JsonDocument parsed = JsonDocument.Parse(document);
        return [.. parsed.RootElement.EnumerateArray().Select(ReadIncident)];
    }

    private static IncidentReport ReadIncident(JsonElement incident) => new()
    {
        Id = Text(incident, "id"),
        Kind = Text(incident, "kind"),
        Rule = Text(incident, "rule"),
        Source = Address(incident, "source"),
        Peer = Address(incident, "peer"),
        Group = Text(incident, "group"),
        Role = Text(incident, "role"),
        Opened = incident.GetProperty("opened").GetDateTimeOffset(),
        LastSeen = incident.GetProperty("last_seen").GetDateTimeOffset(),
        Closed = incident.GetProperty("closed").ValueKind == JsonValueKind.Null ? null : incident.GetProperty("closed").GetDateTimeOffset(),
        Severity = incident.GetProperty("severity").GetInt32(),
        Peak = incident.GetProperty("peak").GetInt32(),
        Handshake = Text(incident, "handshake"),
        IsForged = incident.GetProperty("forged").GetBoolean(),
        Windows = incident.GetProperty("windows").GetInt32(),
        Gap = TimeSpan.FromSeconds(incident.GetProperty("gap_s").GetInt64()),
        Flows = incident.GetProperty("flows").GetInt64(),
        Packets = incident.GetProperty("packets").GetInt64(),
        Octets = incident.GetProperty("octets").GetInt64(),
        Peers = incident.GetProperty("peers").GetInt64(),
        Sources = incident.GetProperty("sources").GetInt64(),
        NextHop = Address(incident, "next_hop"),
        Institution = Text(incident, "institution"),
        Contact = Text(incident, "contact"),
        Name = Text(incident, "name"),
        Lists = Text(incident, "lists"),
        IsMuted = incident.GetProperty("muted").GetBoolean(),
        AcknowledgedBy = Text(incident, "acknowledged_by"),
    };

    // What is empty is left out of the document.
    private static string Text(JsonElement incident, string name) => incident.TryGetProperty(name, out JsonElement text) ? text.GetString() ?? "" : "";

    private static IpAddress Address(JsonElement incident, string name) => Text(incident, name) is { Length: > 0 } text ? IpAddress.Parse(text) : default;
}
