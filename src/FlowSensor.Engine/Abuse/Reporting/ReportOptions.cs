using System.ComponentModel.DataAnnotations;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Contacts;
using FlowSensor.Engine.Output.Mail;
using FlowSensor.Engine.Output.Notifications;

namespace FlowSensor.Engine.Abuse.Reporting;

/// <summary>The section <c>reports</c>: who reports, and in what words.</summary>
public sealed class ReportOptions : IValidatableObject
{
    /// <summary>Name of the reporting organisation, as reports state it.</summary>
    [StringLength(200, MinimumLength = 1)]
    public string Organization { get; set; } = "Network operations";

    /// <summary>Mail address for answers.</summary>
    public string Contact { get; set; } = "abuse@localhost.localdomain";

    /// <summary>Domain of the organisation; default that of <see cref="Contact"/>.</summary>
    public string Domain { get; set; } = "";

    /// <summary>Language of the covering text where the contact has none: <c>en</c>, <c>zh-TW</c>, or one of the own templates.</summary>
    public string Language { get; set; } = ReportTemplates.DefaultLanguage;

    /// <summary>Folder of own templates, <c>LANGUAGE.txt</c> each; they go before those that are shipped. Empty for none.</summary>
    public string Templates { get; set; } = "";

    /// <summary>Languages by mail address or domain of the contact.</summary>
    public Dictionary<string, string> Languages { get; set; } = [];

    /// <summary>Flow records in a report; the bundle has all that are kept.</summary>
    [Range(1, 10_000)]
    public int Rows { get; set; } = 100;

    /// <summary>The mail server that reports go out by; without one they are only written.</summary>
    public MailServerOptions? Mail { get; set; }

    /// <summary>A ticket system that is told of everything that happens to a report.</summary>
    public WebhookOptions? Webhook { get; set; }

    /// <summary>Mails that one contact gets within <see cref="ContactPeriod"/>; what is more waits. 10 a day: a desk that gets more filters them away.</summary>
    [Range(1, 100_000)]
    public int ContactLimit { get; set; } = 10;

    /// <summary>The time that <see cref="ContactLimit"/> is for.</summary>
    [DurationRange("1m", "30d")]
    public TimeSpan ContactPeriod { get; set; } = TimeSpan.FromDays(1);

    /// <summary>A mail that the server does not take is tried for this long (RFC 5321 4.5.4.1).</summary>
    [DurationRange("0s", "30d")]
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromDays(5);

    /// <summary>A reported host has stopped when its rule saw nothing of it for this long, in data that are stored.</summary>
    [DurationRange("1m", "30d")]
    public TimeSpan StoppedAfter { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// Incidents of institutions with <c>policy: automatic</c> are reported without being asked from this highest severity on. 70 is high: what is less
    /// a person should look at.
    /// </summary>
    [Range(1, 100)]
    public int AutomaticSeverity { get; set; } = 70;

    /// <summary>So long after an incident was noticed: time for an operator to mute or acknowledge it. The default is longer than detection's update interval.</summary>
    [DurationRange("0s", "12h")]
    public TimeSpan AutomaticAfter { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How often a running sensor sends what waits and looks after reported hosts.</summary>
    [DurationRange("1s", "1d")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The domain that reports state.</summary>
    internal string StatedDomain => Domain.Length > 0 ? Domain : Contact[(Contact.LastIndexOf('@') + 1)..];

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!Mailbox.IsValid(Contact))
        {
            yield return new ValidationResult($"'{Contact}' is not a mailbox", [nameof(Contact)]);
        }

        if (Templates.Length > 0 && !Directory.Exists(Templates))
        {
            yield return new ValidationResult($"there is no folder '{Templates}'", [nameof(Templates)]);
        }
    }
}
