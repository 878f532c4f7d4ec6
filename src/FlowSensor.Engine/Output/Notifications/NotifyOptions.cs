using System.ComponentModel.DataAnnotations;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Detection;

namespace FlowSensor.Engine.Output.Notifications;

/// <summary>An entry of <c>detection.notify</c>: who is told of incidents, of which, and how often. Exactly one way is set.</summary>
public sealed class NotifyOptions : IValidatableObject
{
    /// <summary>Name in the log; the way's own name when empty.</summary>
    public string Name { get; set; } = "";

    /// <summary>A JSON document posted to an address.</summary>
    public WebhookOptions? Webhook { get; set; }

    /// <summary>A mail.</summary>
    public NotifyMailOptions? Mail { get; set; }

    /// <summary>A syslog message.</summary>
    public SyslogOutputOptions? Syslog { get; set; }

    /// <summary>A program.</summary>
    public ExecOptions? Exec { get; set; }

    /// <summary>Changes that are told. An open incident that goes on is told only where it gets worse.</summary>
    public List<IncidentChangeKind> On { get; set; } = [IncidentChangeKind.Opened, IncidentChangeKind.Escalated, IncidentChangeKind.Closed];

    /// <summary>Lowest level that is told.</summary>
    public IncidentLevel Least { get; set; } = IncidentLevel.Low;

    /// <summary>Kinds that are told; empty: all.</summary>
    public List<IncidentKind> Kinds { get; set; } = [];

    /// <summary>Messages at once before the hourly limit takes hold; the last of them is a summary of the rest.</summary>
    [Range(2, 1_000)]
    public int Burst { get; set; } = 10;

    /// <summary>Messages an hour in the long run. 60: a desk reads one a minute, not more.</summary>
    [Range(1, 100_000)]
    public int PerHour { get; set; } = 60;

    /// <summary>The same change of the same source and rule is not told again within this time, so that a source at a threshold does not ring all day.</summary>
    [DurationRange("0s", "7d")]
    public TimeSpan RepeatAfter { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>A message that is not taken is tried again, with longer and longer pauses, until this much time has passed.</summary>
    [DurationRange("0s", "7d")]
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromHours(4);

    /// <summary>The way that is set, or what is wrong.</summary>
    internal string Way => Webhook is not null ? "webhook" : Mail is not null ? "mail" : Syslog is not null ? "syslog" : "exec";

    /// <summary>The name to be shown.</summary>
    internal string ShownName => Name.Length > 0 ? Name : Way;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        int ways = new object?[] { Webhook, Mail, Syslog, Exec }.Count(static way => way is not null);
        if (ways != 1)
        {
            yield return new ValidationResult("exactly one of webhook, mail, syslog and exec is wanted");
        }

        if (On.Count == 0)
        {
            yield return new ValidationResult("nothing would ever be told", [nameof(On)]);
        }
    }
}
