using System.ComponentModel.DataAnnotations;

namespace FlowSensor.Engine.Detection;

/// <summary><c>detection.dns_anomaly</c>: hosts that ask too much, or for mail servers in bursts. Resolvers and mail servers are judged against their own past.</summary>
public sealed class DnsAnomalyOptions : RuleOptions
{
    /// <summary>Queries of a host a window. 3,000 in a minute: fifty a second, which no person's programs need.</summary>
    [Range(1, 1_000_000_000)]
    public int Queries { get; set; } = 3_000;

    /// <summary>MX queries of a host that is no mail server a window.</summary>
    [Range(1, 1_000_000_000)]
    public int MxQueries { get; set; } = 240;

    /// <summary>Times the usual at which a resolver's or mail server's own past is broken.</summary>
    [Range(1.1, 1000.0)]
    public double Factor { get; set; } = 5;
}
