using System.Runtime.InteropServices;
using FlowSensor.Engine.Configuration;
using Microsoft.Extensions.Logging.Console;

namespace FlowSensor.Hosting;

/// <summary>Hosts the sensor until it is told to stop: Ctrl-C and SIGTERM end it in order, SIGHUP reads the configuration again.</summary>
internal static class SensorHost
{
    // The contract is 10 s from signal to exit; the rest is for the runtime to come down.
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(9);

    /// <summary>Runs the sensor.</summary>
    /// <param name="options">The configuration.</param>
    /// <param name="configuration">Its file; null for none.</param>
    /// <param name="replay">Captures to feed first.</param>
    /// <returns>False when it ended because something failed.</returns>
    public static bool Run(SensorOptions options, string? configuration, IReadOnlyList<string> replay)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddConsole(static console =>
        {
            console.FormatterName = PlainConsoleFormatter.FormatterName;
            console.LogToStandardErrorThreshold = LogLevel.Trace;
        });
        builder.Logging.AddConsoleFormatter<PlainConsoleFormatter, ConsoleFormatterOptions>();
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = ShutdownTimeout);
        builder.Services.Configure<ConsoleLifetimeOptions>(static console => console.SuppressStatusMessages = true);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new SensorStart(options, configuration, replay));
        builder.Services.AddSingleton<SensorService>();
        builder.Services.AddHostedService(static provider => provider.GetRequiredService<SensorService>());
        using IHost host = builder.Build();
        SensorService sensor = host.Services.GetRequiredService<SensorService>();
        using PosixSignalRegistration reload = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            sensor.Reload();
        });
        host.Run();
        return !sensor.HasFailed;
    }
}
