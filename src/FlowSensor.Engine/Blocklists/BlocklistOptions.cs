using System.ComponentModel.DataAnnotations;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Detection;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Blocklists;

/// <summary>The section <c>blocklist</c>: whom published lists name.</summary>
public sealed class BlocklistOptions : IValidatableObject
{
    /// <summary>Kinds of incidents whose sources are listed: those that a refusal stops.</summary>
    public List<string> Kinds { get; set; } = ["smtp_sender", "login_guessing", "host_scan", "port_scan"];

    /// <summary>Severity from which a source is listed, of its incident's peak.</summary>
    [Range(0, 100)]
    public int LeastSeverity { get; set; } = 70;

    /// <summary>How long after it was last seen a source stays listed.</summary>
    [DurationRange("1m", "365d")]
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Networks that are never listed.</summary>
    public List<IpPrefix> Allow { get; set; } = [];

    /// <summary>Command and arguments that install a list once its file is written; <c>{file}</c> stands for the file. No shell sees it.</summary>
    public List<string> Install { get; set; } = [];

    /// <summary>How long the command may take.</summary>
    [DurationRange("1s", "1h")]
    public TimeSpan InstallTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        for (int i = 0; i < Kinds.Count; i++)
        {
            if (!IncidentKinds.TryParse(Kinds[i], out _))
            {
                yield return new ValidationResult($"'{Kinds[i]}' is no kind of incident; there are {string.Join(", ", IncidentKinds.All)}", [$"Kinds[{i}]"]);
            }
        }
    }
}
