using FlowSensor.Engine.Detection;
using FlowSensor.Engine.Output.Notifications;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Tests.Notifications;

/// <summary>Incidents to be told of.</summary>
internal static class Incidents
{
    public const long Time = 1_772_409_660_000;

    public static IncidentChange Change(
        string source = "192.0.2.7",
        IncidentChangeKind change = IncidentChangeKind.Opened,
        IncidentKind kind = IncidentKind.SmtpSender,
        int severity = 75,
        string? id = null,
        bool muted = false) => new(
        change,
        new Incident
        {
            Id = id ?? $"{IncidentKinds.NameOf(kind)}-{source}",
            Kind = kind,
            Rule = IncidentKinds.NameOf(kind),
            Source = IpAddress.Parse(source),
            Opened = Time - 60_000,
            Detected = Time,
            LastSeen = Time,
            Severity = severity,
            Peak = severity,
            Handshake = HandshakeEvidence.Established,
            Flows = 120,
            Packets = 900,
            Octets = 80_000,
            Peers = 97,
            IsMuted = muted,
            Contributions = [new Contribution("intensity", 120, 40, "120 SMTP flows in an hour (threshold 100)")],
        },
        Time);

    public static Notice Notice(
        string source = "192.0.2.7",
        IncidentChangeKind change = IncidentChangeKind.Opened,
        IncidentKind kind = IncidentKind.SmtpSender,
        int severity = 75,
        bool muted = false) => new(Change(source, change, kind, severity, muted: muted), new NoticePlace("Example College", "abuse@example.net"));

    /// <summary>An address of its own for each number.</summary>
    public static string Source(int number) => IpAddress.FromIPv4(0x0A00_0000 + (uint)number).ToString();
}
