using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Routes;

/// <summary>All routers' tables: one question to all of them, and interface names by exporter.</summary>
public sealed class RouterTables
{
    private readonly RouterState[] _states;
    private readonly Dictionary<IpAddress, RouterState> _byAddress;

    /// <summary>Brings routers together, in the order of the configuration.</summary>
    /// <param name="states">The routers and the addresses that they export and answer from.</param>
    public RouterTables(IEnumerable<(RouterState State, IReadOnlyList<IpAddress> Addresses)> states)
    {
        (RouterState State, IReadOnlyList<IpAddress> Addresses)[] all = [.. states];
        _states = [.. all.Select(entry => entry.State)];
        _byAddress = [];
        foreach ((RouterState state, IReadOnlyList<IpAddress> addresses) in all)
        {
            foreach (IpAddress address in addresses)
            {
                _byAddress.TryAdd(address, state);
            }
        }
    }

    /// <summary>The routers.</summary>
    public IReadOnlyList<RouterState> States => _states;

    /// <summary>
    /// The most specific route that leads to the address over another router, from any table; the first router wins a tie.
    /// Default routes and routes without a next hop say nothing about whose an address is and are left out.
    /// </summary>
    public bool TryFind(IpAddress address, out RouteAnswer answer)
    {
        answer = default;
        foreach (RouterState state in _states)
        {
            RouterView view = state.View;
            if (view.Table.TryFind(address, out Route route)
                && route.Destination.Length > 0
                && !route.NextHop.IsNone
                && (answer.View is null || route.Destination.Length > answer.Route.Destination.Length))
            {
                answer = new RouteAnswer(view, route);
            }
        }

        return answer.View is not null;
    }

    /// <summary>The router that exports or answers from an address; null for none.</summary>
    public RouterState? FindRouter(IpAddress address) => _byAddress.GetValueOrDefault(address);
}
