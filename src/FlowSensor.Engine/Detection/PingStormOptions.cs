using System.ComponentModel.DataAnnotations;

namespace FlowSensor.Engine.Detection;

/// <summary><c>detection.ping_storm</c>: echo requests.</summary>
public sealed class PingStormOptions : RuleOptions
{
    /// <summary>Echo requests a window to one host, on average over the hosts asked. 200 in a minute: more than three a second; ping sends one.</summary>
    [Range(1, 1_000_000_000)]
    public int Packets { get; set; } = 200;
}
