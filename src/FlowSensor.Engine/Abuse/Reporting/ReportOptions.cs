using System.ComponentModel.DataAnnotations;
using FlowSensor.Engine.Contacts;

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
