using FlowSensor.Engine.Routes;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Status;

namespace FlowSensor.Dashboard.Answers;

/// <summary>Routes and contacts, as the running sensor knows them.</summary>
internal sealed class DirectoryAnswers(SensorStatus status, TimeProvider clock)
{
    /// <summary>The routers whose tables are read, and how that goes.</summary>
    public IReadOnlyList<RouterRow> Routers() => [.. Directory.Tables.States.Select(state => RouterRow.Of(state.View, Now))];

    /// <summary>Lines of the regional list in the order of routers and destinations.</summary>
    /// <param name="network">Only routes within this network, or that lead to it; null for all.</param>
    /// <param name="limit">How many; 0 for all.</param>
    /// <param name="offset">How many to pass over.</param>
    /// <param name="routers">Only of these routers, by their names; null for all.</param>
    public Page<RouteRow> Routes(IpPrefix? network = null, int limit = 100, int offset = 0, IReadOnlyList<string>? routers = null)
    {
        Page<RouteLine> lines = Lines(network, limit, offset, routers);
        return new Page<RouteRow>([.. lines.Rows.Select(static line => RouteRow.Of(line.View, line.Route))], lines.Offset, lines.HasMore, lines.Total);
    }

    /// <summary>The same with all that is known of router and route.</summary>
    /// <inheritdoc cref="Routes"/>
    public Page<RouteLine> Lines(IpPrefix? network = null, int limit = 100, int offset = 0, IReadOnlyList<string>? routers = null) => Page<RouteLine>.Of(
        [
            .. Directory.Tables.States.Select(static state => state.View).Where(view => routers?.Contains(view.Router) ?? true)
                .SelectMany(static view => view.Table.All().Select(route => new RouteLine(view, route)))
                .Where(line => network is not IpPrefix wanted || wanted.Contains(line.Route.Destination.Address) || line.Route.Destination.Contains(wanted.Address)),
        ],
        offset,
        limit);

    /// <summary>Whose an address is, and how that was found.</summary>
    /// <param name="address">The address.</param>
    /// <param name="nextHop">Next hop towards it, where no route tells it; <c>::</c> for none.</param>
    /// <param name="offline">Ask no directory elsewhere.</param>
    /// <param name="cancellation">Ends the questions to directories elsewhere.</param>
    public async Task<ContactDetails> ContactAsync(IpAddress address, IpAddress nextHop = default, bool offline = false, CancellationToken cancellation = default) =>
        ContactDetails.Of(await Directory.Resolver(offline).ResolveAsync(address, nextHop, Now, cancellation).ConfigureAwait(false));

    /// <summary>The routers that are read, the next hops in their tables, and how many routes and /24 networks lie behind each; nobody is asked for it.</summary>
    public TopologyGraph Topology()
    {
        LiveDirectory directory = Directory;
        int most = status.Options?.Snmp.TopologyRouters ?? 0;
        Dictionary<object, int> numbers = [];
        List<TopologyNode> nodes = [];
        foreach (RouterState state in directory.Tables.States)
        {
            RouterView view = state.View;
            numbers[state] = nodes.Count;
            nodes.Add(new TopologyNode(nodes.Count, view.SystemName.Length > 0 ? view.SystemName : view.Router, null, Read: true, view.Table.Count, null));
        }

        Dictionary<(int From, int To), (int Routes, long Segments)> links = [];
        HashSet<IpAddress> leftOut = [];
        foreach (RouterState state in directory.Tables.States)
        {
            foreach (Engine.Routes.Route route in state.View.Table.All().Where(static route => !route.NextHop.IsNone && route.Kind is not (RouteKind.Reject or RouteKind.Blackhole)))
            {
                if (NumberOf(route.NextHop, directory, numbers, nodes, most) is not int to)
                {
                    leftOut.Add(route.NextHop);
                }
                else if (to != numbers[state])
                {
                    (int Routes, long Segments) sum = links.GetValueOrDefault((numbers[state], to));
                    links[(numbers[state], to)] = (sum.Routes + 1, sum.Segments + route.Segments);
                }
            }
        }

        return new TopologyGraph(
            nodes,
            [.. links.OrderBy(static link => link.Key.From).ThenBy(static link => link.Key.To).Select(static link => new TopologyEdge(link.Key.From, link.Key.To, link.Value.Routes, link.Value.Segments))],
            leftOut.Count);
    }

    private LiveDirectory Directory => status.Directory ?? throw new SensorStartingException();

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private static int? NumberOf(IpAddress hop, LiveDirectory directory, Dictionary<object, int> numbers, List<TopologyNode> nodes, int most)
    {
        object key = directory.Tables.FindRouter(hop) is RouterState known ? known : hop;
        if (numbers.TryGetValue(key, out int number))
        {
            return number;
        }

        if (nodes.Count >= most)
        {
            return null;
        }

        int institution = directory.Institutions.FindNextHop(hop);
        numbers[key] = nodes.Count;
        nodes.Add(new TopologyNode(nodes.Count, hop.ToString(), hop.ToString(), Read: false, 0, institution < 0 ? null : directory.Institutions.Institutions[institution].Name));
        return nodes.Count - 1;
    }
}
