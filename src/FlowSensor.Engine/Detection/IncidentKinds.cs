namespace FlowSensor.Engine.Detection;

/// <summary>Names of kinds, roles, levels and the like as they stand in documents, tables and the store.</summary>
public static class IncidentKinds
{
    private static readonly string[] Names =
    [
        "smtp_sender", "mail_server_attacked", "syn_flood_victim", "syn_flood_source", "port_scan", "host_scan", "ping_storm",
        "udp_amplification", "dns_anomaly", "dns_tunnel", "nxdomain_storm", "login_guessing", "own", "log_finding",
    ];

    /// <summary>Every name, in the order of the kinds.</summary>
    public static IReadOnlyList<string> All => Names;

    /// <summary>The name of a kind.</summary>
    public static string NameOf(IncidentKind kind) => Names[(int)kind];

    /// <summary>The kind of a name; false where there is none.</summary>
    public static bool TryParse(string name, out IncidentKind kind)
    {
        kind = (IncidentKind)Math.Max(0, Array.IndexOf(Names, name));
        return Names[(int)kind] == name;
    }

    /// <summary>The name of a role.</summary>
    public static string NameOf(IncidentRole role) => role switch
    {
        IncidentRole.Victim => "victim",
        IncidentRole.Reflector => "reflector",
        _ => "offender",
    };

    /// <summary>The name of a level.</summary>
    public static string NameOf(IncidentLevel level) => level switch
    {
        IncidentLevel.Critical => "critical",
        IncidentLevel.High => "high",
        IncidentLevel.Medium => "medium",
        _ => "low",
    };

    /// <summary>The name of what was seen of the handshake.</summary>
    public static string NameOf(HandshakeEvidence handshake) => handshake switch
    {
        HandshakeEvidence.Established => "established",
        HandshakeEvidence.SynOnly => "syn_only",
        HandshakeEvidence.OneWay => "one_way",
        _ => "none",
    };

    /// <summary>The name of a change.</summary>
    public static string NameOf(IncidentChangeKind change) => change switch
    {
        IncidentChangeKind.Updated => "updated",
        IncidentChangeKind.Escalated => "escalated",
        IncidentChangeKind.Closed => "closed",
        _ => "opened",
    };
}
