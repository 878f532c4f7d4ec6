using System.ComponentModel.DataAnnotations;
using FlowSensor.Engine.Contacts;
using FlowSensor.Engine.Output.Mail;

namespace FlowSensor.Engine.Output.Notifications;

/// <summary><c>mail</c> of a notification.</summary>
public sealed class NotifyMailOptions : MailServerOptions
{
    /// <summary>Recipients.</summary>
    public List<string> To { get; set; } = [];

    /// <inheritdoc/>
    public override IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (ValidationResult result in base.Validate(validationContext))
        {
            yield return result;
        }

        if (To.Count == 0)
        {
            yield return new ValidationResult("nobody would get it", [nameof(To)]);
        }

        for (int i = 0; i < To.Count; i++)
        {
            if (!Mailbox.IsValid(To[i]))
            {
                yield return new ValidationResult($"'{To[i]}' is not a mailbox", [$"{nameof(To)}[{i}]"]);
            }
        }
    }
}
