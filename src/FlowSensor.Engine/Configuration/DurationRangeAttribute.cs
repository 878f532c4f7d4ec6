using System.ComponentModel.DataAnnotations;

namespace FlowSensor.Engine.Configuration;

/// <summary>Least and greatest value of a <see cref="TimeSpan"/> setting, as written in the configuration.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DurationRangeAttribute(string minimum, string maximum) : ValidationAttribute
{
    /// <summary>The least value.</summary>
    public string Minimum { get; } = minimum;

    /// <summary>The greatest value.</summary>
    public string Maximum { get; } = maximum;

    /// <inheritdoc/>
    public override bool IsValid(object? value) =>
        value is not TimeSpan duration
        || (DurationText.TryParse(Minimum, out TimeSpan least) && DurationText.TryParse(Maximum, out TimeSpan most) && duration >= least && duration <= most);

    /// <inheritdoc/>
    public override string FormatErrorMessage(string name) => $"must be from {Minimum} to {Maximum}";
}
