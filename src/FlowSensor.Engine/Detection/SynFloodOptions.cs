using System.ComponentModel.DataAnnotations;

namespace FlowSensor.Engine.Detection;

/// <summary><c>detection.syn_flood_victim</c> and <c>detection.syn_flood_source</c>: connection attempts that are never completed.</summary>
public sealed class SynFloodOptions : RuleOptions
{
    /// <summary>SYN packets a window without a connection. 200 in a minute: more than three a second to one host.</summary>
    [Range(1, 1_000_000_000)]
    public int Packets { get; set; } = 200;

    /// <summary>And this part of its TCP flows (the half-open ratio).</summary>
    [Range(0.01, 1.0)]
    public double HalfOpen { get; set; } = 0.6;
}
