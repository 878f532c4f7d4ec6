using FlowSensor.Engine.Detection;
using FlowSensor.Scenarios.World;

namespace FlowSensor.Scenarios.Scoring;

/// <summary>Which incidents a label asks for, and which it explains.</summary>
internal static class Verdict
{
    // A mail server that was flooded goes on answering, flows leave caches late, and windows have edges.
    private const long SlackMs = 15 * 60_000;

    /// <summary>Name of a kind of label in tables: that of the incidents that are to find it.</summary>
    public static string NameOf(ThreatKind kind) => kind switch
    {
        ThreatKind.SmtpSender => "smtp_sender",
        ThreatKind.MailAttack => "mail_server_attacked",
        ThreatKind.SynFlood => "syn_flood",
        ThreatKind.HostScan => "host_scan",
        ThreatKind.PortScan => "port_scan",
        ThreatKind.PingStorm => "ping_storm",
        ThreatKind.DnsTunnel => "dns_tunnel",
        ThreatKind.NxdomainStorm => "nxdomain_storm",
        ThreatKind.Reflector => "udp_reflector",
        ThreatKind.AmplificationVictim => "udp_amplification",
        _ => "login_guessing",
    };

    /// <summary>Whether an incident finds what a label says.</summary>
    public static bool Finds(Incident incident, Label label) =>
        incident.Source == label.Host && Overlaps(incident, label) && KindOf(incident, label.Kind);

    /// <summary>Whether a label is a reason for an incident, though not the one it names: a scan of one host looks like a flood to it.</summary>
    public static bool Explains(Incident incident, Label label) =>
        Overlaps(incident, label) && (incident.Source == label.Host || (!label.Partner.IsNone && incident.Source == label.Partner));

    /// <summary>Whether an incident is about one of the many of the world who send junk to our servers: true, and no label asks for it.</summary>
    public static bool IsJunk(Incident incident) => incident.Kind == IncidentKind.SmtpSender && Places.IsJunkSender(incident.Source);

    /// <summary>The kind of label that an incident belongs to in tables.</summary>
    public static ThreatKind? KindOf(Incident incident) => incident.Kind switch
    {
        IncidentKind.SmtpSender => ThreatKind.SmtpSender,
        IncidentKind.MailServerAttacked => ThreatKind.MailAttack,
        IncidentKind.SynFloodVictim or IncidentKind.SynFloodSource => ThreatKind.SynFlood,
        IncidentKind.HostScan => ThreatKind.HostScan,
        IncidentKind.PortScan => ThreatKind.PortScan,
        IncidentKind.PingStorm => ThreatKind.PingStorm,
        IncidentKind.DnsTunnel => ThreatKind.DnsTunnel,
        IncidentKind.NxdomainStorm => ThreatKind.NxdomainStorm,
        IncidentKind.UdpAmplification => incident.Role == IncidentRole.Reflector ? ThreatKind.Reflector : ThreatKind.AmplificationVictim,
        IncidentKind.LoginGuessing => ThreatKind.LoginGuessing,
        _ => null,
    };

    private static bool KindOf(Incident incident, ThreatKind kind) => KindOf(incident) == kind
        || (incident.Kind == IncidentKind.UdpAmplification && kind is ThreatKind.Reflector or ThreatKind.AmplificationVictim)

        // Without the wire nobody can tell what is asked, only that it is too much.
        || (incident.Kind == IncidentKind.DnsAnomaly && kind is ThreatKind.NxdomainStorm or ThreatKind.DnsTunnel);

    private static bool Overlaps(Incident incident, Label label) =>
        incident.Opened <= label.To + SlackMs && (incident.Closed is null || incident.LastSeen >= label.From);
}
