using System.ComponentModel.DataAnnotations;
using FlowSensor.Engine.Configuration;

namespace FlowSensor.Engine.Output.Notifications;

/// <summary><c>webhook</c> of a notification.</summary>
public sealed class WebhookOptions : IValidatableObject
{
    /// <summary>Address that the document is posted to. Its path is often all that protects it, so messages name the server only.</summary>
    [Required]
    [Secret]
    public Uri? Url { get; set; }

    /// <summary>Token for <c>Authorization: Bearer</c>; empty for none.</summary>
    [Secret]
    public string Token { get; set; } = "";

    /// <summary>Time for the whole request.</summary>
    [DurationRange("100ms", "5m")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Url?.UserInfo.Length > 0)
        {
            yield return new ValidationResult("holds a user or password, which are not sent; use token_file", [nameof(Url)]);
        }
    }
}
