using FlowSensor.Engine.Routes.Polling;
using FlowSensor.Engine.Routes.Sources;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Routes;

/// <summary>Makes sources and states of the configured routers.</summary>
public static class RouteSources
{
    /// <summary>The source of one router.</summary>
    public static IRouteSource Make(SnmpRouterOptions router, SnmpOptions options, TimeProvider time)
    {
        if (router.Address is not null)
        {
            var limits = new WalkLimits { MaximumRows = options.MaxRoutes, Deadline = options.WalkDeadline };
            return new SnmpRouteSource(router.DisplayName, router.ToTarget(), router.Table, limits, time);
        }

        return router.File!.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
            ? new IpRouteJsonSource(router.DisplayName, router.File, options.MaxRoutes)
            : new CsvRouteSource(router.DisplayName, router.File, options.MaxRoutes);
    }

    /// <summary>Empty tables for all routers.</summary>
    public static RouterTables MakeTables(SnmpOptions options) => new(options.Routers.Select(router =>
    {
        List<IpAddress> addresses = [.. router.Exporters];
        if (router.Address is not null)
        {
            addresses.Add(IpAddress.From(router.Address.Address));
        }

        return (new RouterState(router.DisplayName, options.ShrinkShare, options.ShrinkConfirmations), (IReadOnlyList<IpAddress>)addresses);
    }));
}
