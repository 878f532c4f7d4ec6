namespace FlowSensor.Dashboard.Access;

/// <summary>What access to the dashboard tells the operator.</summary>
internal static partial class AccessLog
{
    [LoggerMessage(LogLevel.Error, "The audit log lost an entry of {Action}: {Sentence}")]
    public static partial void NotWritten(ILogger logger, string action, string sentence);
}
