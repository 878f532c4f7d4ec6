using System.ComponentModel.DataAnnotations;
using FlowSensor.Engine.Metering;
using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Packets;

namespace FlowSensor.Engine.Configuration;

/// <summary>The section <c>metering</c>: how packets become flow records.</summary>
public sealed class MeteringOptions
{
    /// <summary>Flows held at once, about 112 octets each; when there is no room the one idle longest is emitted early.</summary>
    [Range(1_024, 1 << 24)]
    public int MaxFlows { get; set; } = 512 * 1024;

    /// <summary>A flow older than this is emitted and begun anew. 60 s, a window: a flood that is one long flow is told of in the window after it began.</summary>
    [DurationRange("1s", "1h")]
    public TimeSpan ActiveTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>A flow without packets for this long is emitted.</summary>
    [DurationRange("1s", "1h")]
    public TimeSpan InactiveTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// What floods are made of (bare SYN, ICMP, large answers of services that amplify) is emitted when idle for this long, and at this age from 64 packets
    /// on. 10 s: longer than the pauses between the first SYNs (1, 2, 4, 8 s, RFC 6298).
    /// </summary>
    [DurationRange("1s", "1h")]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Keeps the traffic of different VLANs apart.</summary>
    public bool VlanInKey { get; set; }

    /// <summary>Drops the second copy of a packet that a mirror of both directions delivers twice.</summary>
    public bool DropDuplicates { get; set; }

    /// <summary>Time within which an identical packet is the second copy.</summary>
    [DurationRange("1ms", "1s")]
    public TimeSpan DuplicateWindow { get; set; } = TimeSpan.FromMilliseconds(5);

    /// <summary>Tunnels that are looked into; the packet inside counts then, not the tunnel's.</summary>
    public List<TunnelKind> Unwrap { get; set; } = [];

    internal FlowCacheOptions ToFlowCache() => new()
    {
        MaxFlows = MaxFlows,
        ActiveTimeout = ActiveTimeout,
        InactiveTimeout = InactiveTimeout,
        AttemptTimeout = AttemptTimeout,
        AmplifierPorts = ProbeClassifier.AmplifierPorts,
        VlanInKey = VlanInKey,
        DropDuplicates = DropDuplicates,
        DuplicateWindow = DuplicateWindow,
    };

    internal PacketParserOptions ToParser() => new()
    {
        UnwrapGre = Unwrap.Contains(TunnelKind.Gre),
        UnwrapIpInIp = Unwrap.Contains(TunnelKind.IpInIp),
        UnwrapVxlan = Unwrap.Contains(TunnelKind.Vxlan),
        UnwrapGeneve = Unwrap.Contains(TunnelKind.Geneve),
    };
}
