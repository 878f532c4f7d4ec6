using FlowSensor.Engine.Routes.Polling;

namespace FlowSensor.Engine.Routes;

/// <summary>Reads all routers once for a command, from where the last reading left off.</summary>
public static class RoutesReading
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

    /// <summary>What is known of all routers without asking any: their last tables, and the files that stand for routers.</summary>
    public static async Task<RouterTables> KnownAsync(SnmpOptions options, string store, CancellationToken cancellation)
    {
        RouterTables tables = RouteSnapshots.Of(store, options).RestoreAll(options);
        foreach ((SnmpRouterOptions router, RouterState state) in options.Routers.Zip(tables.States).Where(static entry => entry.First.Address is null))
        {
            RoutePoll poll = await RouteSources.Make(router, options, TimeProvider.System).PollAsync(cancellation).ConfigureAwait(false);
            state.Apply(poll, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        }

        return tables;
    }
}
