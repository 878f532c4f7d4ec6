using System.Diagnostics.Metrics;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Output.ClickHouse;
using FlowSensor.Engine.Output.Delivery;
using Microsoft.Extensions.Logging.Console;

namespace FlowSensor.Hosting;

/// <summary>The outputs of a replay: they are waited for, and what goes wrong with them is said on standard error.</summary>
internal sealed class ReplayOutputs : IDisposable
{
    private readonly ServiceProvider _services;

    /// <summary>Makes the outputs that are configured.</summary>
    /// <exception cref="Engine.Output.Spool.SpoolException">A spool cannot be used.</exception>
    public ReplayOutputs(SensorOptions options, TimeProvider clock)
    {
        _services = new ServiceCollection()
            .AddMetrics()
            .AddLogging(static logging => logging
                .SetMinimumLevel(LogLevel.Warning)
                .AddConsole(static console =>
                {
                    console.FormatterName = PlainConsoleFormatter.FormatterName;
                    console.LogToStandardErrorThreshold = LogLevel.Trace;
                })
                .AddConsoleFormatter<PlainConsoleFormatter, ConsoleFormatterOptions>())
            .BuildServiceProvider();
        if (options.Outputs.Clickhouse.Url is not null)
        {
            ClickHouse = new ClickHouseOutput(
                options, options.Outputs.Spool.FolderOf(options.Store.Path, ClickHouseOutput.Name), isReplay: true, clock,
                _services.GetRequiredService<IMeterFactory>(), _services.GetRequiredService<ILoggerFactory>());
        }
    }

    /// <summary>Records and windows to ClickHouse; null where it is not configured.</summary>
    public ClickHouseOutput? ClickHouse { get; }

    /// <summary>Waits until everything is delivered.</summary>
    /// <param name="stop">Ends the wait; what is left is delivered by the next run.</param>
    public void Flush(CancellationToken stop)
    {
        if (ClickHouse is not null && !ClickHouse.Flush(stop))
        {
            OutputState state = ClickHouse.State;
            Console.Error.WriteLine($"flowsensor: {state.Waiting} items for {state.Output} stay in the spool and go out with the next run.");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ClickHouse?.Dispose();
        _services.Dispose();
    }
}
