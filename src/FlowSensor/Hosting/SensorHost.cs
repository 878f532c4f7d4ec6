namespace FlowSensor.Hosting;

/// <summary>Hosts the sensor until it is told to stop: Ctrl-C and SIGTERM end it in order, SIGHUP reads the configuration again.</summary>
internal static class SensorHost
{
    /// <summary>Of the 10 s from signal to exit; the rest is for the runtime to come down.</summary>
    public static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(9);

    /// <summary>Runs the sensor.</summary>
    /// <param name="start">What it is started with.</param>
    public static SensorEnd Run(SensorStart start)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddPlainConsole();
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = ShutdownTimeout);
        builder.Services.AddMetrics();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(start);
        builder.Services.AddSingleton<SensorSignals>();
        builder.Services.AddSingleton<IHostLifetime>(static provider => provider.GetRequiredService<SensorSignals>());
        builder.Services.AddSingleton<SensorService>();
        builder.Services.AddHostedService(static provider => provider.GetRequiredService<SensorService>());
        using IHost host = builder.Build();
        SensorService sensor = host.Services.GetRequiredService<SensorService>();
        host.Run();

        // The host gives up waiting for it at its limit. What ended otherwise has ended, in order or not.
        return sensor.ExecuteTask is { IsCompleted: false } ? SensorEnd.CutOff : sensor.HasFailed ? SensorEnd.Failed : SensorEnd.Done;
    }
}
