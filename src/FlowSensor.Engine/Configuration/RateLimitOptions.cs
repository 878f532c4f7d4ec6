using System.ComponentModel.DataAnnotations;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Configuration;

/// <summary>The rate limit of one exporter or of a network of exporters, each for itself.</summary>
public sealed class RateLimitOptions
{
    /// <summary>The exporters meant.</summary>
    [Required]
    public IpPrefix? Exporter { get; set; }

    /// <summary>Flow records read of each in a second; 0: no limit.</summary>
    [Required]
    [Range(0, 100_000_000)]
    public int? MaxRecordsPerSecond { get; set; }
}
