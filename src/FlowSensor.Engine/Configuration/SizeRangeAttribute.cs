using System.ComponentModel.DataAnnotations;

namespace FlowSensor.Engine.Configuration;

/// <summary>Least and greatest value of a <see cref="ByteSize"/> setting, as written in the configuration.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SizeRangeAttribute(string minimum, string maximum) : ValidationAttribute
{
    /// <summary>The least value.</summary>
    public string Minimum { get; } = minimum;

    /// <summary>The greatest value.</summary>
    public string Maximum { get; } = maximum;

    /// <inheritdoc/>
    public override bool IsValid(object? value) =>
        value is not ByteSize size
        || (ByteSize.TryParse(Minimum, out ByteSize least) && ByteSize.TryParse(Maximum, out ByteSize most) && size >= least && size <= most);

    /// <inheritdoc/>
    public override string FormatErrorMessage(string name) => $"must be from {Minimum} to {Maximum}";
}
