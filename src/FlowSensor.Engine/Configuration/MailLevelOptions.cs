using System.ComponentModel.DataAnnotations;
using FlowSensor.Engine.MailStatistics;

namespace FlowSensor.Engine.Configuration;

/// <summary>Usual values of a kind of day, in force until a server's own are learned.</summary>
public sealed class MailLevelOptions : IValidatableObject
{
    /// <summary>Makes levels with the published defaults of a kind of day.</summary>
    public MailLevelOptions()
        : this(MailLevels.Published(DayKind.Weekday))
    {
    }

    internal MailLevelOptions(MailLevels levels)
    {
        (Efficiency, Low, High) = (levels.Efficiency, levels.Low, levels.High);
    }

    /// <summary>Usual mail exchange efficiency (MEE): messages accepted over connections.</summary>
    [Range(0.0, 1_000.0)]
    public double Efficiency { get; set; }

    /// <summary>MEE under this has fallen.</summary>
    [Range(0.0, 1_000.0)]
    public double Low { get; set; }

    /// <summary>MEE over this has risen.</summary>
    [Range(0.0, 1_000.0)]
    public double High { get; set; }

    /// <summary>Usual DNS queries a day; unset: learned.</summary>
    [Range(0.0, 1e12)]
    public double? Queries { get; set; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Low > Efficiency || Efficiency > High)
        {
            yield return new ValidationResult("low, efficiency and high must be in ascending order", [nameof(Efficiency)]);
        }
    }

    internal MailLevels ToLevels() => new(Efficiency, Low, High, Queries);
}
