using System.Diagnostics.Metrics;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Output;
using FlowSensor.Engine.Output.ClickHouse;
using FlowSensor.Engine.Output.Influx;
using FlowSensor.Engine.Output.Spool;
using FlowSensor.Engine.Storage;

namespace FlowSensor.Hosting;

/// <summary>Opens the outputs of a configuration.</summary>
internal static class SensorOutputs
{
    /// <summary>Whether there is any to open.</summary>
    public static bool AreConfigured(SensorOptions options) => options.Outputs.Influxdb.Url is not null || options.Outputs.Clickhouse.Url is not null;

    /// <summary>Opens all that are configured.</summary>
    /// <param name="options">The configuration.</param>
    /// <param name="store">Takes what is to be stored; null to store nothing.</param>
    /// <param name="isReplay">Outputs wait for their databases instead of giving up what is old.</param>
    /// <param name="clock">Time.</param>
    /// <param name="meters">Makes the instruments.</param>
    /// <param name="logging">Makes the loggers.</param>
    /// <param name="stop">Ends the waits of a replay.</param>
    /// <exception cref="SpoolException">A spool cannot be used; nothing stays open then.</exception>
    public static ResultOutputs Open(
        SensorOptions options, Action<StoredItem>? store, bool isReplay, TimeProvider clock, IMeterFactory meters, ILoggerFactory logging, CancellationToken stop = default)
    {
        List<IResultOutput> outputs = [];
        try
        {
            if (InfluxOutput.Open(options, isReplay, clock, meters, logging) is InfluxOutput influx)
            {
                outputs.Add(influx);
            }

            if (ClickHouseOutput.Open(options, isReplay, clock, meters, logging, stop) is ClickHouseOutput clickHouse)
            {
                outputs.Add(clickHouse);
            }

            return new ResultOutputs(outputs, store);
        }
        catch (SpoolException)
        {
            outputs.ForEach(static output => output.Dispose());
            throw;
        }
    }
}
