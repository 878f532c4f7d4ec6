using System.ComponentModel.DataAnnotations;
using FlowSensor.Engine.Configuration;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Routes;

/// <summary>The section <c>snmp</c>: the routers whose tables are read.</summary>
public sealed class SnmpOptions : IValidatableObject
{
    /// <summary>The routers.</summary>
    public List<SnmpRouterOptions> Routers { get; set; } = [];

    /// <summary>Routers read at the same time.</summary>
    [Range(1, 256)]
    public int Parallel { get; set; } = 8;

    /// <summary>Networks whose next hops may be asked as well when the topology is explored; nothing outside is ever asked.</summary>
    public List<IpPrefix> ManagementNetworks { get; set; } = [];

    /// <summary>How many next hops away from the configured routers the topology is explored; 0 not at all.</summary>
    [Range(0, 16)]
    public int TopologyDepth { get; set; }

    /// <summary>Most routers that the topology takes in.</summary>
    [Range(1, 10_000)]
    public int TopologyRouters { get; set; } = 200;

    /// <summary>Share of its routes that a table may lose from one reading to the next before it is held back.</summary>
    [Range(0.01, 1.0)]
    public double ShrinkShare { get; set; } = 0.5;

    /// <summary>Readings in a row that must show the shrunken table before it is believed.</summary>
    [Range(1, 100)]
    public int ShrinkConfirmations { get; set; } = 3;

    /// <summary>Most routes taken from one router. A full IPv4 table has about one million.</summary>
    [Range(1, 10_000_000)]
    public int MaxRoutes { get; set; } = 2_000_000;

    /// <summary>Longest time for one walk of a table.</summary>
    [DurationRange("1s", "1h")]
    public TimeSpan WalkDeadline { get; set; } = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        for (int i = 0; i < Routers.Count; i++)
        {
            if (Routers.FindIndex(other => other.DisplayName == Routers[i].DisplayName) < i)
            {
                yield return new ValidationResult($"the router {Routers[i].DisplayName} is listed twice", [$"Routers[{i}]"]);
            }
        }
    }
}
