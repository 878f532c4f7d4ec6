using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Snmp;

namespace FlowSensor.Engine.Routes.Polling;

/// <summary>ipCidrRouteTable (RFC 2096, 1.3.6.1.2.1.4.24.4), indexed by destination, mask, type of service and next hop.</summary>
internal sealed class IpCidrRouteLayout : RouteLayout
{
    internal override string Name => "ipCidrRouteTable";

    /// <summary>ipCidrRouteIfIndex, Type, Proto, Age, Metric1.</summary>
    internal override IReadOnlyList<ObjectIdentifier> Columns { get; } = Under("1.3.6.1.2.1.4.24.4.1", 5, 6, 7, 8, 11);

    internal override bool TryRead(ReadOnlySpan<uint> index, ReadOnlySpan<SnmpValue> cells, out Route route)
    {
        route = default;
        if (index.Length != 13
            || !TryReadIPv4(index, out uint destination)
            || !TryReadIPv4(index[4..], out uint mask)
            || !TryReadIPv4(index[9..], out uint nextHop)
            || !TryReadMask(mask, out int length))
        {
            return false;
        }

        route = new Route(
            new IpPrefix(IpAddress.FromIPv4(destination), length),
            nextHop == 0 ? default : IpAddress.FromIPv4(nextHop),
            Number(cells[0], 0),
            InetCidrRouteLayout.Kind(cells[1]),
            Protocol(cells[2]),
            Number(cells[3], -1),
            Number(cells[4], -1));
        return true;
    }
}
