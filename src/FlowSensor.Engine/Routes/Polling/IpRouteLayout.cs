using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Snmp;

namespace FlowSensor.Engine.Routes.Polling;

/// <summary>
/// ipRouteTable (RFC 1213 6, 1.3.6.1.2.1.4.21), indexed by ipRouteDest: one route for a network, IPv4 only. Obsolete and
/// everywhere.
/// </summary>
internal sealed class IpRouteLayout : RouteLayout
{
    internal override string Name => "ipRouteTable";

    /// <summary>ipRouteNextHop, Mask, IfIndex, Metric1, Type, Proto, Age; ipRouteDest is the index.</summary>
    internal override IReadOnlyList<ObjectIdentifier> Columns { get; } = Under("1.3.6.1.2.1.4.21.1", 7, 11, 2, 3, 8, 9, 10);

    internal override bool TryRead(ReadOnlySpan<uint> index, ReadOnlySpan<SnmpValue> cells, out Route route)
    {
        route = default;
        const int Invalid = 2;
        if (index.Length != 4
            || !TryReadIPv4(index, out uint destination)
            || cells[0].Kind != SnmpValueKind.IpAddress
            || cells[1].Kind != SnmpValueKind.IpAddress
            || !TryReadMask((uint)cells[1].Number, out int length)
            || Number(cells[4], 0) == Invalid)
        {
            return false;
        }

        route = new Route(
            new IpPrefix(IpAddress.FromIPv4(destination), length),
            cells[0].Number == 0 ? default : cells[0].ToAddress(),
            Number(cells[2], 0),
            Number(cells[4], 0) switch
            {
                3 => RouteKind.Local,
                4 => RouteKind.Remote,
                _ => RouteKind.Other,
            },
            Protocol(cells[5]),
            Number(cells[6], -1),
            Number(cells[3], -1));
        return true;
    }
}
