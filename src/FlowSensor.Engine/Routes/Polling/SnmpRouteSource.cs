using FlowSensor.Protocols.Snmp;

namespace FlowSensor.Engine.Routes.Polling;

/// <summary>Reads a router's best route table, its name and its interfaces over SNMP.</summary>
/// <param name="router">The router's name in lists.</param>
/// <param name="target">The agent.</param>
/// <param name="table">A table's name, or <c>auto</c> for the best one that has rows.</param>
/// <param name="limits">Bounds of each walk.</param>
/// <param name="time">Clock for timeouts.</param>
public sealed class SnmpRouteSource(string router, SnmpTarget target, string table, WalkLimits limits, TimeProvider time) : IRouteSource
{
    private const int MaximumInterfaces = 65_536;

    private static readonly ObjectIdentifier SystemName = ObjectIdentifier.Parse("1.3.6.1.2.1.1.5.0");

    /// <summary>Names that the table setting takes.</summary>
    public static IReadOnlyList<string> Tables { get; } = ["auto", .. RouteLayout.All.Select(layout => layout.Name)];

    /// <inheritdoc/>
    public string Router => router;

    /// <summary>The agent.</summary>
    public SnmpTarget Target => target;

    /// <inheritdoc/>
    public async Task<RoutePoll> PollAsync(CancellationToken cancellation)
    {
        using var client = new SnmpClient(target, time);
        var routes = new List<Route>();
        RoutePoll poll = await PollAsync(client, routes, cancellation).ConfigureAwait(false);
        return poll with { Requests = client.Sent, Octets = client.ReceivedOctets };
    }

    private async Task<RoutePoll> PollAsync(SnmpClient client, List<Route> routes, CancellationToken cancellation)
    {
        SnmpResult name = await client.GetAsync([SystemName], cancellation).ConfigureAwait(false);
        if (name.Pdu is null)
        {
            return RoutePoll.Failed(name.Failure, name.Detail);
        }

        string systemName = name.Pdu.ErrorStatus == 0 && name.Pdu.VarBinds.Count == 1 ? InterfaceRows.Text(name.Pdu.VarBinds[0].Value) : "";
        var interfaces = new InterfaceRows(MaximumInterfaces);
        WalkResult named = await Walk(client, InterfaceRows.Columns, interfaces, cancellation).ConfigureAwait(false);
        if (named.Failure is SnmpFailure.Timeout or SnmpFailure.Unreachable)
        {
            return RoutePoll.Failed(named.Failure, $"interface names: {named.Detail}");
        }

        int badRows = 0;
        var used = new List<string>();
        foreach (RouteLayout layout in RouteLayout.All)
        {
            if (table != "auto" && table != layout.Name)
            {
                continue;
            }

            var rows = new RouteRows(layout, routes);
            int before = routes.Count;
            WalkResult result = await Walk(client, layout.Columns, rows, cancellation).ConfigureAwait(false);
            badRows += rows.BadRows;
            if (result.Failure != SnmpFailure.None)
            {
                return RoutePoll.Failed(result.Failure, $"{layout.Name}: {result.Detail}");
            }

            if (routes.Count > before)
            {
                used.Add(layout.Name);
            }

            // Some routers fill inetCidrRouteTable with IPv6 only; then the next table is read for IPv4.
            if (rows.HasIPv4)
            {
                break;
            }
        }

        return used.Count == 0
            ? RoutePoll.Failed(SnmpFailure.NoTable, badRows > 0
                ? $"all {badRows} rows of the route tables are unreadable"
                : "no route table has a row: the router has none, or its SNMP view hides 1.3.6.1.2.1.4")
            : new RoutePoll
            {
                Table = string.Join('+', used),
                SystemName = systemName,
                Routes = routes,
                Interfaces = interfaces.Interfaces,
                BadRows = badRows,
            };
    }

    private Task<WalkResult> Walk(SnmpClient client, IReadOnlyList<ObjectIdentifier> columns, IWalkSink sink, CancellationToken cancellation) =>
        new TableWalk(client, limits, time).RunAsync(columns, sink, cancellation);
}
