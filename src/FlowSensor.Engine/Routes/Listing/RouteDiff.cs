using FlowSensor.Engine.Routes.Lookup;

namespace FlowSensor.Engine.Routes.Listing;

/// <summary>Compares two readings of a router's table; age and metric do not count, destination and next hop do.</summary>
public static class RouteDiff
{
    /// <summary>The routes that went and came, in order of destination.</summary>
    public static IReadOnlyList<RouteChange> Between(RouteTable before, RouteTable after)
    {
        var old = before.All().Select(Identity).ToHashSet();
        var current = after.All().Select(Identity).ToHashSet();
        return
        [
            .. before.All().Where(route => !current.Contains(Identity(route))).Select(route => new RouteChange('-', route))
                .Concat(after.All().Where(route => !old.Contains(Identity(route))).Select(route => new RouteChange('+', route)))
                .OrderBy(change => change.Route.Destination.Address)
                .ThenBy(change => change.Route.Destination.Length)
                .ThenByDescending(change => change.Sign),
        ];
    }

    private static (FlowSensor.Protocols.Addressing.IpPrefix, FlowSensor.Protocols.Addressing.IpAddress) Identity(Route route) =>
        (route.Destination, route.NextHop);
}
