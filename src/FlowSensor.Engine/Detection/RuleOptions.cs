using System.ComponentModel.DataAnnotations;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Detection;

/// <summary>What every rule has.</summary>
public abstract class RuleOptions
{
    /// <summary>False: the rule is not asked.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>An incident closes when its source has stayed under the lower threshold for this long. Half an hour: attackers pause.</summary>
    public TimeSpan CloseAfter { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// The lower threshold as a part of the upper one: a source under it is quiet. Between the two nothing opens and nothing closes,
    /// so that a source at the threshold gives one incident.
    /// </summary>
    [Range(0.05, 1.0)]
    public double Clear { get; set; } = 0.5;

    /// <summary>Sources that the rule never speaks of.</summary>
    public List<IpPrefix> Exclude { get; set; } = [];
}
