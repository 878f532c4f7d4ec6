using System.ComponentModel.DataAnnotations;

namespace FlowSensor.Engine.Configuration;

/// <summary>The section <c>store.retention</c>.</summary>
public sealed class RetentionOptions : IValidatableObject
{
    /// <summary>Age at which totals, bands and top sources of windows are deleted.</summary>
    [DurationRange("1h", "3660d")]
    public TimeSpan Windows { get; set; } = TimeSpan.FromDays(90);

    /// <summary>Age at which results of hours and days are deleted.</summary>
    [DurationRange("1d", "3660d")]
    public TimeSpan Hours { get; set; } = TimeSpan.FromDays(400);

    /// <summary>Age at which flow records and window rows kept as evidence are deleted.</summary>
    [DurationRange("1h", "3660d")]
    public TimeSpan Evidence { get; set; } = TimeSpan.FromDays(30);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Hours < Windows)
        {
            yield return new ValidationResult($"hours ({DurationText.Format(Hours)}) are kept for less time than windows ({DurationText.Format(Windows)})", [nameof(Hours)]);
        }
    }
}
