using FlowSensor.Engine.Storage;

namespace FlowSensor.Dashboard.Access;

/// <summary>Looks every few seconds whether those whose pages are open may still be there.</summary>
internal sealed class ConnectionWatch(OpenConnections connections, Admission admission, TimeProvider clock, ILogger<AuditLog> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                connections.EndUnless(admission.Holds);
            }
            catch (StoreException failure)
            {
                AccessLog.NotWatched(logger, failure.Message);
            }
        }
    }
}
