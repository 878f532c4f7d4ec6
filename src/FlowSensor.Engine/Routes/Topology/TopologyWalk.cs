using FlowSensor.Engine.Routes.Polling;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Routes.Topology;

/// <summary>
/// Repeats the reading of route tables on each next hop (Mansfield's search), to a depth and only inside the management
/// networks, with the credentials of the router that named the next hop. A router met under a second name is asked once.
/// </summary>
/// <param name="options">Depth, networks, limits.</param>
/// <param name="read">Reads a router: its target to its table.</param>
public sealed class TopologyWalk(SnmpOptions options, Func<SnmpTarget, CancellationToken, Task<TopologyReading>> read)
{
    private readonly List<TopologyRouter> _routers = [];

    // For each router the one it turned out to be; itself at first.
    private readonly List<int> _same = [];
    private readonly Dictionary<IpAddress, int> _numbers = [];
    private readonly Dictionary<(int From, int To), (int Routes, long Segments)> _links = [];
    private int _leftOut;

    /// <summary>Explores from the configured routers.</summary>
    public async Task<RegionalTopology> RunAsync(IReadOnlyList<SnmpTarget> start, CancellationToken cancellation)
    {
        List<(SnmpTarget Target, IReadOnlyList<Route> Routes, int From)> level = [];
        List<(SnmpTarget Target, int Depth)> due = [.. start.Select(target => (target, 0))];
        for (int depth = 0; due.Count > 0; depth++)
        {
            level.Clear();
            foreach ((SnmpTarget Target, int Depth)[] group in due.Chunk(options.Parallel))
            {
                TopologyReading[] readings = await Task.WhenAll(group.Select(entry => read(entry.Target, cancellation))).ConfigureAwait(false);
                for (int i = 0; i < group.Length; i++)
                {
                    int number = Enter(group[i].Target, readings[i], depth);
                    level.Add((group[i].Target, readings[i].Poll.Routes, number));
                }
            }

            due = Follow(level, depth);
        }

        return Merge();
    }

    // Two next hops can be one router: only its own answer tells. Then its routers and links are one.
    private RegionalTopology Merge()
    {
        int[] kept = [.. Enumerable.Range(0, _routers.Count).Where(number => _same[number] == number)];
        var numbers = kept.Select((number, position) => (number, position)).ToDictionary(pair => pair.number, pair => pair.position);
        var links = _links
            .GroupBy(link => (From: numbers[Final(link.Key.From)], To: numbers[Final(link.Key.To)]))
            .Where(group => group.Key.From != group.Key.To)
            .Select(group => new TopologyLink(
                group.Key.From, group.Key.To, group.Sum(link => link.Value.Routes), group.Sum(link => link.Value.Segments)))
            .OrderBy(link => link.From)
            .ThenBy(link => link.To);
        return new RegionalTopology([.. kept.Select(number => _routers[number])], [.. links], _leftOut);
    }

    private int Final(int number)
    {
        while (_same[number] != number)
        {
            number = _same[number];
        }

        return number;
    }

    private int Enter(SnmpTarget target, TopologyReading reading, int depth)
    {
        var address = IpAddress.From(target.EndPoint.Address);
        bool answered = reading.Poll.Failure == SnmpFailure.None;
        int number = _numbers.TryGetValue(address, out int known) ? known : _routers.Count;
        var router = new TopologyRouter
        {
            Address = address,
            Name = reading.Poll.SystemName.Length > 0 ? reading.Poll.SystemName : address.ToString(),
            Depth = depth,
            Answered = answered,
            Detail = reading.Poll.Detail,
            Routes = reading.Poll.Routes.Count,
        };
        if (number == _routers.Count)
        {
            Add(router);
            _numbers[address] = number;
        }
        else
        {
            _routers[number] = router;
        }

        foreach (IpAddress own in reading.OwnAddresses)
        {
            // A loopback address is everybody's own.
            if (own.IsIPv4 && own.IPv4 >> 24 == 127)
            {
                continue;
            }

            if (!_numbers.TryAdd(own, number) && Final(_numbers[own]) != Final(number))
            {
                _same[Math.Max(Final(_numbers[own]), Final(number))] = Math.Min(Final(_numbers[own]), Final(number));
            }
        }

        return number;
    }

    private List<(SnmpTarget Target, int Depth)> Follow(List<(SnmpTarget Target, IReadOnlyList<Route> Routes, int From)> level, int depth)
    {
        List<(SnmpTarget Target, int Depth)> next = [];
        foreach ((SnmpTarget target, IReadOnlyList<Route> routes, int from) in level)
        {
            foreach (Route route in routes)
            {
                if (route.NextHop.IsNone || route.Kind is RouteKind.Local or RouteKind.Reject or RouteKind.Blackhole)
                {
                    continue;
                }

                if (!_numbers.TryGetValue(route.NextHop, out int to))
                {
                    if (_routers.Count >= options.TopologyRouters)
                    {
                        _leftOut++;
                        continue;
                    }

                    to = Meet(target, route.NextHop, depth, next);
                }

                if (to != from)
                {
                    (int Routes, long Segments) sum = _links.GetValueOrDefault((from, to));
                    _links[(from, to)] = (sum.Routes + 1, sum.Segments + route.Segments);
                }
            }
        }

        return next;
    }

    private int Meet(SnmpTarget named, IpAddress address, int depth, List<(SnmpTarget Target, int Depth)> next)
    {
        bool allowed = options.ManagementNetworks.Exists(network => network.Contains(address));
        bool near = depth < options.TopologyDepth;
        int number = _routers.Count;
        _numbers.Add(address, number);
        Add(new TopologyRouter
        {
            Address = address,
            Name = address.ToString(),
            Depth = depth + 1,
            Detail = !allowed ? "outside snmp.management_networks" : near ? "" : "beyond the depth",
        });
        if (allowed && near)
        {
            next.Add((named with { EndPoint = new System.Net.IPEndPoint(address.ToIPAddress(), named.EndPoint.Port) }, depth + 1));
        }

        return number;
    }

    private void Add(TopologyRouter router)
    {
        _same.Add(_routers.Count);
        _routers.Add(router);
    }
}
