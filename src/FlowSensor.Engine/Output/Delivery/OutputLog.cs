using Microsoft.Extensions.Logging;

namespace FlowSensor.Engine.Output.Delivery;

/// <summary>What outputs tell the operator.</summary>
internal static partial class OutputLog
{
    [LoggerMessage(LogLevel.Information, "Output {Output}: {Items} items of an earlier run wait in the spool.")]
    internal static partial void Recovered(ILogger logger, string output, long items);

    [LoggerMessage(LogLevel.Warning, "Output {Output}: {Reason}; results wait in the spool until it works again.")]
    internal static partial void Failing(ILogger logger, string output, string reason);

    [LoggerMessage(LogLevel.Information, "Output {Output} works again after {Failures} failed attempts; {Waiting} items wait in the spool.")]
    internal static partial void Works(ILogger logger, string output, int failures, long waiting);

    [LoggerMessage(LogLevel.Warning, "Output {Output} refused {Items} items for good, {Total} so far: {Reason}.")]
    internal static partial void Rejected(ILogger logger, string output, long items, long total, string reason);

    [LoggerMessage(LogLevel.Warning, "Output {Output}: the spool is full, so the oldest {Items} items were dropped, {Total} so far; raise outputs.spool.max.")]
    internal static partial void Dropped(ILogger logger, string output, long items, long total);

    [LoggerMessage(LogLevel.Warning, "Output {Output}: {Items} items could not be spooled: {Reason}.")]
    internal static partial void NotSpooled(ILogger logger, string output, long items, string reason);

    [LoggerMessage(LogLevel.Warning, "Output {Output}: {Items} items were lost because the spool was damaged on disk.")]
    internal static partial void Damaged(ILogger logger, string output, long items);

    [LoggerMessage(LogLevel.Information, "Output {Output}: {Waiting} items stay in the spool and go out at the next start.")]
    internal static partial void Left(ILogger logger, string output, long waiting);

    [LoggerMessage(LogLevel.Warning, "Output {Output}: {Trouble}.")]
    internal static partial void Trouble(ILogger logger, string output, string trouble);

    [LoggerMessage(LogLevel.Error, "Output {Output}: {Sentence}")]
    internal static partial void Broken(ILogger logger, string output, string sentence);
}
