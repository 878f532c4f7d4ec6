using Microsoft.Extensions.Logging;

namespace FlowSensor.Engine.Routes;

/// <summary>What the reading of routers says.</summary>
internal static partial class RoutesLog
{
    [LoggerMessage(LogLevel.Information, "Read {Routes} routes of {Router} from {Table} in {Requests} requests")]
    internal static partial void TableRead(ILogger logger, string router, int routes, string table, long requests);

    [LoggerMessage(LogLevel.Warning, "Routes of {Router} cannot be read: {Detail}; the last table of {Routes} routes, {AgeSeconds} s old, stays in use")]
    internal static partial void PollFailed(ILogger logger, string router, string detail, int routes, long ageSeconds);

    [LoggerMessage(LogLevel.Warning, "Routes of {Router} cannot be read: {Detail}; no table of it is known yet")]
    internal static partial void NeverRead(ILogger logger, string router, string detail);

    [LoggerMessage(LogLevel.Warning, "Routes of {Router}: {Detail}")]
    internal static partial void TableHeld(ILogger logger, string router, string detail);

    [LoggerMessage(LogLevel.Warning, "The routes of {Router} cannot be saved: {Detail}")]
    internal static partial void SnapshotFailed(ILogger logger, string router, string detail);
}
