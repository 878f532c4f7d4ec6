using System.ComponentModel.DataAnnotations;
using FlowSensor.Engine.Configuration;

namespace FlowSensor.Engine.Output.Notifications;

/// <summary><c>webhook</c> of a notification.</summary>
public sealed class WebhookOptions
{
    /// <summary>Address that the document is posted to.</summary>
    [Required]
    public Uri? Url { get; set; }

    /// <summary>Token for <c>Authorization: Bearer</c>; empty for none.</summary>
    [Secret]
    public string Token { get; set; } = "";

    /// <summary>Time for the whole request.</summary>
    [DurationRange("100ms", "5m")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);
}
