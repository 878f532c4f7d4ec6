using Microsoft.Extensions.Logging.Abstractions;

namespace FlowSensor.Dashboard;

/// <summary>Takes from the web server's logging what tells of failed pages and requests; what else it has to say, the sensor says itself.</summary>
/// <param name="sensor">The sensor's logging.</param>
internal sealed class PageFailures(ILoggerFactory sensor) : ILoggerFactory
{
    private static readonly string[] Told = ["Microsoft.AspNetCore.Components.", "Microsoft.AspNetCore.Server.Kestrel", "FlowSensor."];

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) =>
        Told.Any(category => categoryName.StartsWith(category, StringComparison.Ordinal)) ? sensor.CreateLogger(categoryName) : NullLogger.Instance;

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider)
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
