using System.Globalization;
using System.Text;
using FlowSensor.Engine.Detection;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Output.Notifications;

/// <summary>Notices in words, for mail, syslog and people.</summary>
public static class NoticeText
{
    /// <summary>One line: what, who, how bad.</summary>
    public static string Title(Notice notice)
    {
        ArgumentNullException.ThrowIfNull(notice);
        Incident incident = notice.Incident;
        return $"{IncidentKinds.NameOf(incident.Level)}: {incident.Rule} {IncidentKinds.NameOf(notice.Change.Kind)}, {Subject(incident)}{Of(notice.Place)}";
    }

    /// <summary>One line about many.</summary>
    public static string Title(NoticeDigest digest)
    {
        ArgumentNullException.ThrowIfNull(digest);
        string kinds = string.Join(", ", digest.Counts.Select(static count => $"{Plain(count.Count)} {IncidentKinds.NameOf(count.Kind)} {IncidentKinds.NameOf(count.Change)}"));
        return $"{IncidentKinds.NameOf(Incident.LevelOf(digest.Severity))}: {Plain(digest.Count)} notices in one: {kinds}";
    }

    /// <summary>Everything an operator needs to begin with.</summary>
    /// <param name="notice">The notice.</param>
    /// <param name="sensor">Name of the sensor.</param>
    public static string Body(Notice notice, string sensor)
    {
        ArgumentNullException.ThrowIfNull(notice);
        Incident incident = notice.Incident;
        StringBuilder text = new();
        Line(text, "Incident", $"{incident.Id}, {IncidentKinds.NameOf(notice.Change.Kind)} at {Time(notice.Change.Time)}");
        Line(text, "Rule", incident.Rule == IncidentKinds.NameOf(incident.Kind) ? incident.Rule : $"{incident.Rule} ({IncidentKinds.NameOf(incident.Kind)})");
        Line(text, IncidentKinds.NameOf(incident.Role), Subject(incident));
        Line(text, "Institution", notice.Place.Institution);
        Line(text, "Contact", notice.Place.Contact);
        Line(text, "Next hop", incident.NextHop.IsNone ? "" : incident.NextHop.ToString());
        Line(text, "Severity", $"{Plain(incident.Severity)} ({IncidentKinds.NameOf(incident.Level)}), highest {Plain(incident.Peak)}");
        Line(text, "Since", Time(incident.Opened));
        Line(text, "Last seen", Time(incident.LastSeen));
        Line(text, "Closed", incident.Closed is long closed ? Time(closed) : "");
        Line(text, "Traffic", $"{Plain(incident.Flows)} flows, {Plain(incident.Packets)} packets, {Plain(incident.Octets)} octets, up to {Plain(incident.Peers)} peers in a window");
        Line(text, "Handshake", IncidentKinds.NameOf(incident.Handshake));
        Line(text, "No data for", incident.Gap == 0 ? "" : $"{Plain(incident.Gap / 1000)} s of this time");
        Line(text, "Sensor", sensor);
        if (incident.IsForged)
        {
            text.Append("\nThe source address is probably forged: whoever has it need not have sent anything.\n");
        }

        text.Append("\nWhy:\n");
        foreach (Contribution contribution in incident.Contributions)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {contribution.Points,4}  {contribution.Words}\n");
        }

        return text.ToString();
    }

    /// <summary>The numbers of many, and the worst by name.</summary>
    public static string Body(NoticeDigest digest, string sensor)
    {
        ArgumentNullException.ThrowIfNull(digest);
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{digest.Count} notices came faster than the limit set for this target, from {Time(digest.First)} to {Time(digest.Last)}:\n\n");
        foreach ((IncidentKind kind, IncidentChangeKind change, long count) in digest.Counts)
        {
            text.Append(CultureInfo.InvariantCulture, $"{count,9}  {IncidentKinds.NameOf(kind)} {IncidentKinds.NameOf(change)}\n");
        }

        text.Append("\nThe most severe:\n");
        foreach (Notice notice in digest.Worst)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {notice.Incident.Severity,3}  {notice.Incident.Id}  {Title(notice)}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"\nAll of them: flowsensor incidents --from {Time(digest.First)} (sensor {sensor})\n");
        return text.ToString();
    }

    /// <summary>An instant, RFC 3339 in UTC.</summary>
    public static string Time(long timeMs) =>
        DateTimeOffset.FromUnixTimeMilliseconds(timeMs).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Whom an incident is about.</summary>
    public static string Subject(Incident incident)
    {
        ArgumentNullException.ThrowIfNull(incident);
        string subject = incident.Group.Length > 0 ? incident.Group : incident.Source.IsNone ? $"{Plain(incident.Sources)} sources" : incident.Source.ToString();
        return incident.Peer == default(IpAddress) ? subject : $"{subject} and {incident.Peer}";
    }

    private static string Of(NoticePlace place) => place.Institution.Length == 0 ? "" : $" of {place.Institution}";

    private static void Line(StringBuilder text, string name, string value)
    {
        if (value.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{char.ToUpperInvariant(name[0]) + name[1..] + ":",-13}{value}\n");
        }
    }

    private static string Plain<T>(T number)
        where T : IFormattable => number.ToString(null, CultureInfo.InvariantCulture);
}
