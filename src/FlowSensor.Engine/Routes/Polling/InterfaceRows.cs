using System.Globalization;
using System.Text;
using FlowSensor.Protocols.Snmp;

namespace FlowSensor.Engine.Routes.Polling;

/// <summary>Collects ifName, ifAlias, ifHighSpeed (RFC 2863, ifXTable) and ifDescr, all indexed by ifIndex.</summary>
internal sealed class InterfaceRows(int most) : IWalkSink
{
    /// <summary>ifName, ifHighSpeed, ifAlias, ifDescr.</summary>
    internal static IReadOnlyList<ObjectIdentifier> Columns { get; } =
    [
        ObjectIdentifier.Parse("1.3.6.1.2.1.31.1.1.1.1"),
        ObjectIdentifier.Parse("1.3.6.1.2.1.31.1.1.1.15"),
        ObjectIdentifier.Parse("1.3.6.1.2.1.31.1.1.1.18"),
        ObjectIdentifier.Parse("1.3.6.1.2.1.2.2.1.2"),
    ];

    internal Dictionary<int, InterfaceName> Interfaces { get; } = [];

    public void OnRow(ReadOnlySpan<uint> index, ReadOnlySpan<SnmpValue> cells)
    {
        if (index.Length != 1 || index[0] > int.MaxValue || Interfaces.Count >= most)
        {
            return;
        }

        string name = Text(cells[0]);
        string fallback = Text(cells[3]);
        Interfaces[(int)index[0]] = new InterfaceName(
            name.Length > 0 ? name : fallback.Length > 0 ? fallback : index[0].ToString(CultureInfo.InvariantCulture),
            Text(cells[2]),
            cells[1].IsNumber ? cells[1].Number : 0);
    }

    /// <summary>Octets as text fit for a terminal and a graph: control characters become spaces, at most 255 characters.</summary>
    internal static string Text(SnmpValue value)
    {
        if (value.Kind != SnmpValueKind.OctetString)
        {
            return "";
        }

        ReadOnlySpan<byte> octets = value.Octets.Length > 255 ? value.Octets[..255] : value.Octets;
        return string.Create(
            Encoding.UTF8.GetCharCount(octets),
            octets,
            static (text, source) =>
            {
                Encoding.UTF8.GetChars(source, text);
                for (int i = 0; i < text.Length; i++)
                {
                    text[i] = char.IsControl(text[i]) ? ' ' : text[i];
                }
            }).Trim();
    }
}
