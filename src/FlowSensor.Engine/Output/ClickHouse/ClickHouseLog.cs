using Microsoft.Extensions.Logging;

namespace FlowSensor.Engine.Output.ClickHouse;

/// <summary>What the ClickHouse output tells the operator, beside what every output does.</summary>
internal static partial class ClickHouseLog
{
    [LoggerMessage(LogLevel.Warning, "Output clickhouse: the list of sums that are still to be made cannot be kept ({Reason}); if the sensor is killed now, some are not made.")]
    internal static partial void SumsNotKept(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Warning, "Output clickhouse: {Items} records or windows were lost, {Total} so far, because the disk of the spool is too slow for them.")]
    internal static partial void Lost(ILogger logger, long items, long total);
}
