using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Flows;

namespace FlowSensor.Engine.Routes.Sources;

/// <summary>
/// Learns routes of one exporter from its flow records: destination, destination mask and next hop. For networks whose
/// routers export flows but are not read by SNMP. Bounded; entries that no flow confirmed are forgotten. One thread learns.
/// </summary>
public sealed class FlowNextHops(string router, int maximumRoutes, TimeSpan expiry) : IRouteSource
{
    private readonly Lock _gate = new();
    private readonly Dictionary<IpPrefix, (IpAddress NextHop, int Interface, long Seen)> _routes = [];
    private long _now;

    /// <inheritdoc/>
    public string Router => router;

    /// <summary>Records that carried no next hop or no mask.</summary>
    public long Unknown { get; private set; }

    /// <summary>Records whose route found no room.</summary>
    public long TableFull { get; private set; }

    /// <summary>Learns from one record.</summary>
    public void Learn(in FlowRecord record)
    {
        IpAddress nextHop = record.NextHop.IsNone || record.NextHop == IpAddress.FromIPv4(0) ? record.BgpNextHop : record.NextHop;
        int length = (int)Math.Min(record.DestinationMask, 128);
        if (nextHop.IsNone || nextHop == IpAddress.FromIPv4(0) || length == 0 || length > (record.Destination.IsIPv4 ? 32 : 128))
        {
            Unknown++;
            return;
        }

        var prefix = new IpPrefix(record.Destination, length);
        lock (_gate)
        {
            _now = Math.Max(_now, record.ExportTime);
            if (_routes.Count >= maximumRoutes && !_routes.ContainsKey(prefix))
            {
                TableFull++;
                return;
            }

            _routes[prefix] = (nextHop, (int)Math.Min(record.Output, int.MaxValue), record.ExportTime);
        }
    }

    /// <inheritdoc/>
    public Task<RoutePoll> PollAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            long oldest = _now - (long)expiry.TotalMilliseconds;
            foreach (IpPrefix stale in _routes.Where(pair => pair.Value.Seen < oldest).Select(pair => pair.Key).ToArray())
            {
                _routes.Remove(stale);
            }

            return Task.FromResult(new RoutePoll
            {
                Table = "flow records",
                Routes = [.. _routes.Select(pair => new Route(
                    pair.Key,
                    pair.Value.NextHop,
                    pair.Value.Interface,
                    RouteKind.Remote,
                    RouteProtocol.Unknown,
                    (int)((_now - pair.Value.Seen) / 1000),
                    -1))],
            });
        }
    }
}
