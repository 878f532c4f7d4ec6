using System.ComponentModel.DataAnnotations;
using FlowSensor.Engine.Configuration;

namespace FlowSensor.Engine.Output.Notifications;

/// <summary><c>exec</c> of a notification: a program with arguments, never through a shell. The JSON document stands on its standard input.</summary>
public sealed class ExecOptions : IValidatableObject
{
    /// <summary>Full path of the program.</summary>
    [Required]
    public string Program { get; set; } = "";

    /// <summary>
    /// Its arguments; <c>{id}</c>, <c>{change}</c>, <c>{kind}</c>, <c>{rule}</c>, <c>{source}</c>, <c>{severity}</c>, <c>{level}</c> and <c>{text}</c> are replaced. An
    /// argument stays one argument whatever is put into it.
    /// </summary>
    public List<string> Arguments { get; set; } = [];

    /// <summary>A program that runs longer is killed with its children, and counts as failed.</summary>
    [DurationRange("100ms", "1h")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Program.Length > 0 && !Path.IsPathFullyQualified(Program))
        {
            yield return new ValidationResult($"'{Program}' is not a full path; what PATH leads to depends on who started the sensor", [nameof(Program)]);
        }
    }
}
