namespace FlowSensor.Protocols.Packets;

/// <summary>Which tunnels are looked into. All are off: the packet on the wire is the one accounted.</summary>
public sealed class PacketParserOptions
{
    /// <summary>UDP port of VXLAN (RFC 7348 8).</summary>
    public const int DefaultVxlanPort = 4789;

    /// <summary>Look into GRE (RFC 2784, 2890, 2637), ERSPAN included.</summary>
    public bool UnwrapGre { get; init; }

    /// <summary>Look into IPv4 or IPv6 carried by IP (protocols 4 and 41).</summary>
    public bool UnwrapIpInIp { get; init; }

    /// <summary>Look into VXLAN.</summary>
    public bool UnwrapVxlan { get; init; }

    /// <summary>UDP destination port taken for VXLAN.</summary>
    public int VxlanPort { get; init; } = DefaultVxlanPort;

    /// <summary>Most tunnels inside each other; the packet below is taken as payload. Two is common (VXLAN over GRE), four is generous.</summary>
    public int MaxTunnelDepth { get; init; } = 4;
}
