namespace FlowSensor.Engine.Configuration;

/// <summary>Tunnels that the meter can look into.</summary>
public enum TunnelKind
{
    /// <summary>GRE and ERSPAN.</summary>
    Gre,

    /// <summary>IPv4 or IPv6 in IP.</summary>
    IpInIp,

    /// <summary>VXLAN on UDP port 4789.</summary>
    Vxlan,

    /// <summary>Geneve on UDP port 6081.</summary>
    Geneve,
}
