using Microsoft.Extensions.Logging;

namespace FlowSensor.Engine.Output.Notifications;

/// <summary>What the notifications tell the operator.</summary>
internal static partial class NotificationLog
{
    [LoggerMessage(LogLevel.Warning, "Notification {Target} failed and will be tried again: {Reason}")]
    public static partial void Failed(ILogger logger, string target, string reason);

    [LoggerMessage(LogLevel.Error, "Notification {Target} was given up ({Title}): {Reason}")]
    public static partial void GivenUp(ILogger logger, string target, string title, string reason);

    [LoggerMessage(LogLevel.Information, "Notification {Target}: {Sent} messages sent, {Retried} attempts repeated, {Lost} given up, {Summarised} notices summarised, {Repeated} not repeated.")]
    public static partial void Ended(ILogger logger, string target, long sent, long retried, long lost, long summarised, long repeated);
}
