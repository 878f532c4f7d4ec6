using System.ComponentModel.DataAnnotations;

namespace FlowSensor.Engine.Detection;

/// <summary><c>detection.dns_tunnel</c>: data carried in DNS names, told by many different long names; from flows, by large queries in great number.</summary>
public sealed class DnsTunnelOptions : RuleOptions
{
    /// <summary>Queries with a long name (over 50 octets), or with a shorter one whose front part looks like data (20 octets and more of 3.2 bits each), a window.</summary>
    [Range(1, 1_000_000_000)]
    public int LongNames { get; set; } = 40;

    /// <summary>And this part of its queries has one.</summary>
    [Range(0.01, 1.0)]
    public double LongShare { get; set; } = 0.5;

    /// <summary>And this part of its names is a name of its own.</summary>
    [Range(0.01, 1.0)]
    public double DistinctShare { get; set; } = 0.6;

    /// <summary>From flow records: octets a query packet on average. An ordinary query has 60 to 80, one with the longest name 300.</summary>
    [Range(60, 1500)]
    public int PacketOctets { get; set; } = 120;

    /// <summary>From flow records: query packets a window.</summary>
    [Range(1, 1_000_000_000)]
    public int Packets { get; set; } = 200;
}
