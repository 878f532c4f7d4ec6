using System.ComponentModel.DataAnnotations;
using FlowSensor.Engine.Contacts;
using FlowSensor.Engine.Routes;
using FlowSensor.Engine.Traffic;

namespace FlowSensor.Engine.Configuration;

/// <summary>The whole configuration; one property a section.</summary>
public sealed class SensorOptions : IValidatableObject
{
    /// <summary>Who this sensor is and which networks are its own.</summary>
    public IdentityOptions Sensor { get; set; } = new();

    /// <summary>Where traffic comes from.</summary>
    public InputOptions Inputs { get; set; } = new();

    /// <summary>How traffic is accounted.</summary>
    public TrafficOptions Traffic { get; set; } = new();

    /// <summary>Where results are kept.</summary>
    public StoreOptions Store { get; set; } = new();

    /// <summary>The routers whose route tables are read.</summary>
    public SnmpOptions Snmp { get; set; } = new();

    /// <summary>Whose addresses are.</summary>
    public ContactsOptions Contacts { get; set; } = new();

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        ValidateInputs().Concat(TrafficRules.Check(Traffic));

    private IEnumerable<ValidationResult> ValidateInputs()
    {
        if (Inputs.Netflow.Listen.Count + Inputs.Sflow.Listen.Count == 0)
        {
            yield return new ValidationResult("no input listens, so there would be nothing to do", ["Inputs"]);
        }

        for (int i = 0; i < Inputs.Sflow.Listen.Count; i++)
        {
            if (Inputs.Netflow.Listen.Contains(Inputs.Sflow.Listen[i]))
            {
                yield return new ValidationResult($"{Inputs.Sflow.Listen[i]} is also in inputs.netflow.listen", [$"Inputs.Sflow.Listen[{i}]"]);
            }
        }
    }
}
