using System.Numerics;
using FlowSensor.Protocols.Snmp;

namespace FlowSensor.Engine.Routes.Polling;

/// <summary>One of the three route tables of the MIBs: its columns and how its index and values make a route.</summary>
internal abstract class RouteLayout
{
    /// <summary>All layouts, the best first: IPv4 and IPv6, then several routes a prefix, then one route a network.</summary>
    internal static IReadOnlyList<RouteLayout> All { get; } = [new InetCidrRouteLayout(), new IpCidrRouteLayout(), new IpRouteLayout()];

    /// <summary>The table's name in its MIB.</summary>
    internal abstract string Name { get; }

    /// <summary>The columns to walk; the first one has a value in every row.</summary>
    internal abstract IReadOnlyList<ObjectIdentifier> Columns { get; }

    /// <summary>Makes a route of a row; false when the row is invalid or makes no sense.</summary>
    internal abstract bool TryRead(ReadOnlySpan<uint> index, ReadOnlySpan<SnmpValue> cells, out Route route);

    private protected static ObjectIdentifier[] Under(string entry, params ReadOnlySpan<uint> columns)
    {
        var root = ObjectIdentifier.Parse(entry);
        var names = new ObjectIdentifier[columns.Length];
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = root.Append(columns[i]);
        }

        return names;
    }

    private protected static int Number(SnmpValue value, int missing) =>
        value.IsNumber && value.Number is >= int.MinValue and <= int.MaxValue ? (int)value.Number : missing;

    private protected static RouteProtocol Protocol(SnmpValue value)
    {
        var protocol = (RouteProtocol)Number(value, 0);
        return Enum.IsDefined(protocol) ? protocol : RouteProtocol.Other;
    }

    /// <summary>IpAddress as four index arcs.</summary>
    private protected static bool TryReadIPv4(ReadOnlySpan<uint> arcs, out uint address)
    {
        address = 0;
        for (int i = 0; i < 4; i++)
        {
            if (arcs[i] > byte.MaxValue)
            {
                return false;
            }

            address = (address << 8) | arcs[i];
        }

        return true;
    }

    /// <summary>The length of a netmask; false when its ones are not contiguous.</summary>
    private protected static bool TryReadMask(uint mask, out int length)
    {
        length = BitOperations.LeadingZeroCount(~mask);
        return length == BitOperations.PopCount(mask);
    }
}
