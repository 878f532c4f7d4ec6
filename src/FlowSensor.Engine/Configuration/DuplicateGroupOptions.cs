using System.ComponentModel.DataAnnotations;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Configuration;

/// <summary>An entry of <c>inputs.duplicates</c>: exporters that see the same traffic, and which of them is counted.</summary>
public sealed class DuplicateGroupOptions : IValidatableObject
{
    /// <summary>The exporters; for <c>keep: exporter</c> the preferred one first.</summary>
    [Required]
    public List<IpAddress> Exporters { get; set; } = [];

    /// <summary>Whose records count.</summary>
    public DuplicateKeep Keep { get; set; }

    /// <summary>For <c>keep: interface</c>: the interfaces whose incoming traffic counts.</summary>
    public List<DesignatedInterfaceOptions> Interfaces { get; set; } = [];

    /// <summary>
    /// For <c>keep: exporter</c>: the next exporter counts when the one before it has been silent for this long. For <c>keep: first_seen</c>: a flow
    /// belongs to the exporter that reported it until nothing was reported of it for this long. Longer than the exporters' active timeout.
    /// </summary>
    [DurationRange("1s", "1h")]
    public TimeSpan Takeover { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>For <c>keep: first_seen</c>: flows remembered, 16 octets each; rounded up to a power of two.</summary>
    [Range(1024, 1 << 26)]
    public int MaxFlows { get; set; } = 1 << 20;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Exporters.Distinct().Count() < 2)
        {
            yield return new ValidationResult("two different exporters are wanted at least", [nameof(Exporters)]);
        }

        if ((Keep == DuplicateKeep.Interface) != (Interfaces.Count > 0))
        {
            yield return new ValidationResult("keep: interface and a list of interfaces go together", [nameof(Interfaces)]);
        }

        for (int i = 0; i < Interfaces.Count; i++)
        {
            if (Interfaces[i].Exporter is IpAddress exporter && !Exporters.Contains(exporter))
            {
                yield return new ValidationResult($"{exporter} is not an exporter of this group", [$"{nameof(Interfaces)}[{i}]"]);
            }
        }
    }
}
