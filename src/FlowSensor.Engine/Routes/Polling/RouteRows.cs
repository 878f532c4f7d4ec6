using FlowSensor.Protocols.Snmp;

namespace FlowSensor.Engine.Routes.Polling;

/// <summary>Collects routes from the rows of one table.</summary>
internal sealed class RouteRows(RouteLayout layout, List<Route> routes) : IWalkSink
{
    internal int BadRows { get; private set; }

    internal bool HasIPv4 { get; private set; }

    public void OnRow(ReadOnlySpan<uint> index, ReadOnlySpan<SnmpValue> cells)
    {
        if (!layout.TryRead(index, cells, out Route route))
        {
            BadRows++;
            return;
        }

        HasIPv4 |= route.Destination.IsIPv4;
        routes.Add(route);
    }
}
