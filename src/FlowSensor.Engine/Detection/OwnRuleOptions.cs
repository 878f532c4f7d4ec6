using System.ComponentModel.DataAnnotations;
using FlowSensor.Engine.Traffic;

namespace FlowSensor.Engine.Detection;

/// <summary>An entry of <c>detection.rules</c>: a rule of the operator's own.</summary>
public sealed class OwnRuleOptions : RuleOptions
{
    /// <summary>Name of the rule in incidents.</summary>
    [Required]
    [RegularExpression("[a-z][a-z0-9_-]{0,31}", ErrorMessage = "must be 1 to 32 lower-case letters, digits, dashes or underscores, beginning with a letter")]
    public string Name { get; set; } = "";

    /// <summary>The service, built in or own.</summary>
    [Required]
    public string Service { get; set; } = "";

    /// <summary>Side of the service; unset: its requests, or all of it where it has no sides.</summary>
    public TrafficDirection? Direction { get; set; }

    /// <summary>Which traffic.</summary>
    public RuleScope Scope { get; set; }

    /// <summary>What is measured in a window.</summary>
    public RuleMeasure Measure { get; set; }

    /// <summary>Number over which it is too much.</summary>
    [Range(0.0, 1e18)]
    public double Over { get; set; }

    /// <summary>How long it must stay over it, in windows that follow each other; unset: one window.</summary>
    public TimeSpan For { get; set; }

    /// <summary>Whose traffic is summed.</summary>
    public RuleGroup GroupBy { get; set; }

    /// <summary>What the measure is compared with.</summary>
    public RuleJudgement Judge { get; set; }

    /// <summary>Times the usual peak of this hour over which it is too much.</summary>
    [Range(1.0, 1000.0)]
    public double Factor { get; set; } = 3;

    /// <summary>Severity of its incidents at the threshold; twice the threshold adds 15.</summary>
    [Range(1, 100)]
    public int Severity { get; set; } = 50;
}
