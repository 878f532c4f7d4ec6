using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Snmp;

namespace FlowSensor.Engine.Routes.Polling;

/// <summary>
/// inetCidrRouteTable (RFC 4292, 1.3.6.1.2.1.4.24.7): IPv4 and IPv6, indexed by destination type and octets, prefix length,
/// policy (a name with its length in front), next hop type and octets.
/// </summary>
internal sealed class InetCidrRouteLayout : RouteLayout
{
    internal override string Name => "inetCidrRouteTable";

    /// <summary>inetCidrRouteIfIndex, Type, Proto, Age, Metric1.</summary>
    internal override IReadOnlyList<ObjectIdentifier> Columns { get; } = Under("1.3.6.1.2.1.4.24.7.1", 7, 8, 9, 10, 12);

    internal override bool TryRead(ReadOnlySpan<uint> index, ReadOnlySpan<SnmpValue> cells, out Route route)
    {
        route = default;
        if (!TryReadAddress(ref index, out IpAddress destination)
            || index.IsEmpty
            || index[0] > (destination.IsIPv4 ? 32u : 128u))
        {
            return false;
        }

        int length = (int)index[0];
        index = index[1..];
        if (index.IsEmpty || index[0] > index.Length - 1)
        {
            return false;
        }

        index = index[(1 + (int)index[0])..];
        if (!TryReadAddress(ref index, out IpAddress nextHop) || !index.IsEmpty)
        {
            return false;
        }

        route = new Route(
            new IpPrefix(destination, length),
            nextHop == IpAddress.FromIPv4(0) ? default : nextHop,
            Number(cells[0], 0),
            Kind(cells[1]),
            Protocol(cells[2]),
            Number(cells[3], -1),
            Number(cells[4], -1));
        return true;
    }

    internal static RouteKind Kind(SnmpValue value) => Number(value, 0) switch
    {
        2 => RouteKind.Reject,
        3 => RouteKind.Local,
        4 => RouteKind.Remote,
        5 => RouteKind.Blackhole,
        _ => RouteKind.Other,
    };

    // InetAddressType and InetAddress (RFC 4001 4): 0 unknown without octets, 1 and 2 plain, 3 and 4 with a zone of four octets.
    private static bool TryReadAddress(ref ReadOnlySpan<uint> index, out IpAddress address)
    {
        address = default;
        if (index.Length < 2 || index[1] > index.Length - 2)
        {
            return false;
        }

        uint type = index[0];
        int count = (int)index[1];
        ReadOnlySpan<uint> arcs = index.Slice(2, count);
        index = index[(2 + count)..];
        int size = (type, count) switch
        {
            (0, 0) => 0,
            (1, 4) or (3, 8) => 4,
            (2, 16) or (4, 20) => 16,
            _ => -1,
        };
        if (size < 0)
        {
            return false;
        }

        Span<byte> octets = stackalloc byte[16];
        for (int i = 0; i < size; i++)
        {
            if (arcs[i] > byte.MaxValue)
            {
                return false;
            }

            octets[i] = (byte)arcs[i];
        }

        address = IpAddress.FromBytes(octets[..size]);
        return true;
    }
}
