namespace FlowSensor.Dashboard.Access;

/// <summary>What access to the dashboard tells the operator.</summary>
internal static partial class AccessLog
{
    [LoggerMessage(LogLevel.Error, "The audit log lost an entry of {Action}: {Sentence}")]
    public static partial void NotWritten(ILogger logger, string action, string sentence);

    [LoggerMessage(LogLevel.Error, "It is not known whether open pages may stay open: {Sentence}")]
    public static partial void NotWatched(ILogger logger, string sentence);

    [LoggerMessage(LogLevel.Error, "{Sentence}")]
    public static partial void Failed(ILogger logger, string sentence);

    [LoggerMessage(LogLevel.Warning, "Nobody can log in at the OpenID Connect provider: {Reason}")]
    public static partial void ProviderAway(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Warning, "The keys of sessions cannot be kept in {Folder}, so everyone has to log in again after a restart: {Reason}.")]
    public static partial void KeysNotKept(ILogger logger, string folder, string reason);
}
