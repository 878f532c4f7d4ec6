using FlowSensor.Engine.Routes.Polling;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FlowSensor.Engine.Routes;

/// <summary>Reads every router at its interval, several at a time; one router's trouble does not touch the others.</summary>
public sealed class RoutePoller(
    SnmpOptions options, RouterTables tables, RouteSnapshots? snapshots, RoutesMetrics metrics, TimeProvider time, ILogger<RoutePoller> logger)
    : BackgroundService
{
    private readonly SemaphoreSlim _parallel = new(options.Parallel);

    /// <summary>Reads one router once and applies the result.</summary>
    public async Task<RouterView> PollOnceAsync(IRouteSource source, RouterState state, CancellationToken cancellation)
    {
        await _parallel.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            long started = time.GetTimestamp();
            RoutePoll poll = await source.PollAsync(cancellation).ConfigureAwait(false);
            RouterView before = state.View;
            RouterView view = state.Apply(poll, time.GetUtcNow().ToUnixTimeMilliseconds());
            metrics.Polled(view, poll, time.GetElapsedTime(started));
            Report(before, view);
            if (poll.Failure == SnmpFailure.None && view.HeldRoutes < 0)
            {
                snapshots?.Save(view);
            }

            return view;
        }
        finally
        {
            _parallel.Release();
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _parallel.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        options.Routers.Zip(tables.States, (router, state) => PollForeverAsync(router, state, stoppingToken)));

    private async Task PollForeverAsync(SnmpRouterOptions router, RouterState state, CancellationToken stopping)
    {
        IRouteSource source = RouteSources.Make(router, options, time);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await PollOnceAsync(source, state, stopping).ConfigureAwait(false);
                await Task.Delay(router.Interval, time, stopping).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                RoutesLog.SnapshotFailed(logger, source.Router, error.Message);
                await Task.Delay(router.Interval, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Report(RouterView before, RouterView view)
    {
        long age = view.AgeSeconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        if (view.Failure != SnmpFailure.None)
        {
            if (view.Failure != before.Failure && view.ReadAt == 0)
            {
                RoutesLog.NeverRead(logger, view.Router, view.Detail);
            }
            else if (view.Failure != before.Failure)
            {
                RoutesLog.PollFailed(logger, view.Router, view.Detail, view.Table.Count, age);
            }
        }
        else if (view.HeldRoutes >= 0)
        {
            RoutesLog.TableHeld(logger, view.Router, view.Detail);
        }
        else if (before.ReadAt == 0 || before.Failure != SnmpFailure.None || before.HeldRoutes >= 0 || view.Table.Count != before.Table.Count)
        {
            RoutesLog.TableRead(logger, view.Router, view.Table.Count, view.TableName, view.Requests);
        }
    }
}
