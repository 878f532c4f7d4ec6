using FlowSensor.Engine.Routes;
using FlowSensor.Engine.Routes.Polling;

namespace FlowSensor.Commands;

/// <summary>Reads all routers once for a command, from where the last reading left off.</summary>
internal static class RoutesReading
{
    /// <summary>Reads the routers, several at a time.</summary>
    /// <param name="options">The routers.</param>
    /// <param name="snapshots">Their last tables.</param>
    /// <param name="ask">False to take the last tables only.</param>
    /// <param name="keep">True to save what was read.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static async Task<IReadOnlyList<RouterView>> ReadAsync(
        SnmpOptions options, RouteSnapshots snapshots, bool ask, bool keep, CancellationToken cancellation)
    {
        RouterTables tables = RouteSources.MakeTables(options);
        var limit = new ParallelOptions { MaxDegreeOfParallelism = options.Parallel, CancellationToken = cancellation };
        (SnmpRouterOptions Router, RouterState State)[] all = [.. options.Routers.Zip(tables.States)];
        await Parallel.ForEachAsync(all, limit, async (entry, stop) =>
        {
            if (keep)
            {
                snapshots.TryRestore(entry.State);
            }

            if (ask)
            {
                RoutePoll poll = await RouteSources.Make(entry.Router, options, TimeProvider.System).PollAsync(stop).ConfigureAwait(false);
                RouterView view = entry.State.Apply(poll, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
                if (keep && poll.Failure == SnmpFailure.None && view.HeldRoutes < 0)
                {
                    snapshots.Save(view);
                }
            }
        }).ConfigureAwait(false);
        return [.. tables.States.Select(state => state.View)];
    }
}
