using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Snmp;

namespace FlowSensor.Engine.Tests.Routes;

/// <summary>Objects of route tables for the simulated agent.</summary>
internal static class RouteMib
{
    /// <summary>ipRouteTable rows.</summary>
    internal static IEnumerable<VarBind> IpRoute(params (string Destination, string Mask, string NextHop)[] routes)
    {
        foreach ((string destination, string mask, string nextHop) in routes)
        {
            uint[] index = Arcs(IpAddress.Parse(destination).IPv4);
            yield return Bind("1.3.6.1.2.1.4.21.1.2", index, SnmpValue.Of(SnmpValueKind.Integer, 2));
            yield return Bind("1.3.6.1.2.1.4.21.1.3", index, SnmpValue.Of(SnmpValueKind.Integer, 1));
            yield return Bind("1.3.6.1.2.1.4.21.1.7", index, SnmpValue.Of(SnmpValueKind.IpAddress, IpAddress.Parse(nextHop).IPv4));
            yield return Bind("1.3.6.1.2.1.4.21.1.8", index, SnmpValue.Of(SnmpValueKind.Integer, 4));
            yield return Bind("1.3.6.1.2.1.4.21.1.9", index, SnmpValue.Of(SnmpValueKind.Integer, 13));
            yield return Bind("1.3.6.1.2.1.4.21.1.10", index, SnmpValue.Of(SnmpValueKind.Integer, 600));
            yield return Bind("1.3.6.1.2.1.4.21.1.11", index, SnmpValue.Of(SnmpValueKind.IpAddress, IpAddress.Parse(mask).IPv4));
        }
    }

    /// <summary>sysName and one interface.</summary>
    internal static IEnumerable<VarBind> Device(string name) =>
    [
        new(ObjectIdentifier.Parse("1.3.6.1.2.1.1.5.0"), SnmpValue.Of(Octets(name))),
        new(ObjectIdentifier.Parse("1.3.6.1.2.1.2.2.1.2.2"), SnmpValue.Of("GigabitEthernet0/1"u8)),
        new(ObjectIdentifier.Parse("1.3.6.1.2.1.31.1.1.1.1.2"), SnmpValue.Of("Gi0/1"u8)),
        new(ObjectIdentifier.Parse("1.3.6.1.2.1.31.1.1.1.15.2"), SnmpValue.Of(SnmpValueKind.Gauge32, 1000)),
        new(ObjectIdentifier.Parse("1.3.6.1.2.1.31.1.1.1.18.2"), SnmpValue.Of("to the campus"u8)),
    ];

    /// <summary>An ipCidrRouteTable of any size, computed: /24 networks from 11.0.0.0 on.</summary>
    internal static Func<ObjectIdentifier, VarBind?> CidrTable(int routes)
    {
        var entry = ObjectIdentifier.Parse("1.3.6.1.2.1.4.24.4.1");
        uint[] columns = [5, 6, 7, 8, 11];
        return name =>
        {
            int column = 0;
            int row = 0;
            if (name >= entry && name.StartsWith(entry) && name.Length > entry.Length)
            {
                ReadOnlySpan<uint> rest = name.Arcs[entry.Length..];
                while (column < columns.Length && columns[column] < rest[0])
                {
                    column++;
                }

                if (column < columns.Length && columns[column] == rest[0] && rest.Length >= 5)
                {
                    row = (int)((((rest[1] - 11) << 16) | (rest[2] << 8) | rest[3]) + 1);
                }
            }
            else if (name > entry)
            {
                return null;
            }

            if (row >= routes)
            {
                row = 0;
                column++;
            }

            if (column >= columns.Length)
            {
                return null;
            }

            uint r = (uint)row;
            return new VarBind(
                entry.Append(columns[column], 11 + (r >> 16), (r >> 8) & 255, r & 255, 0, 255, 255, 255, 0, 0, 192, 0, 2, 1 + (r % 60)),
                SnmpValue.Of(SnmpValueKind.Integer, column == 1 ? 4 : column == 2 ? 14 : 1));
        };
    }

    private static byte[] Octets(string name) => System.Text.Encoding.UTF8.GetBytes(name);

    private static uint[] Arcs(uint address) => [address >> 24, (address >> 16) & 255, (address >> 8) & 255, address & 255];

    private static VarBind Bind(string column, uint[] index, SnmpValue value) => new(ObjectIdentifier.Parse(column).Append(index), value);
}
