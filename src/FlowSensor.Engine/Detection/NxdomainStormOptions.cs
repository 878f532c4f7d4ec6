using System.ComponentModel.DataAnnotations;

namespace FlowSensor.Engine.Detection;

/// <summary><c>detection.nxdomain_storm</c>: many names that do not exist. Needs packets.</summary>
public sealed class NxdomainStormOptions : RuleOptions
{
    /// <summary>Answers "no such name" a window.</summary>
    [Range(1, 1_000_000_000)]
    public int Answers { get; set; } = 100;

    /// <summary>And this part of the answers.</summary>
    [Range(0.01, 1.0)]
    public double Share { get; set; } = 0.5;
}
