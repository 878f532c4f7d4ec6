using System.ComponentModel.DataAnnotations;

namespace FlowSensor.Engine.Detection;

/// <summary><c>detection.udp_amplification</c>: large answers of UDP services (DNS, NTP, SSDP, memcached ...) that somebody else asked for.</summary>
public sealed class AmplificationOptions : RuleOptions
{
    /// <summary>Octets a window to one host. 1.5 million in a minute: 200 kbit/s of nothing but large answers.</summary>
    [Range(1, 1_000_000_000_000)]
    public long Octets { get; set; } = 1_500_000;

    /// <summary>Packets a window to one host.</summary>
    [Range(1, 1_000_000_000)]
    public int Packets { get; set; } = 600;
}
