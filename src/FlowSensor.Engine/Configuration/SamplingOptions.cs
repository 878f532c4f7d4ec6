using System.ComponentModel.DataAnnotations;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Configuration;

/// <summary>The sampling interval of one exporter or of a network of exporters.</summary>
public sealed class SamplingOptions
{
    /// <summary>The exporters meant.</summary>
    [Required]
    public IpPrefix? Exporter { get; set; }

    /// <summary>One packet in this many is looked at; 1 is unsampled.</summary>
    [Required]
    [Range(1, 100_000_000)]
    public int? Interval { get; set; }

    /// <summary>Whether the interval holds against what the exporter says, or only where it says nothing.</summary>
    public SamplingMode Mode { get; set; } = SamplingMode.Default;
}
