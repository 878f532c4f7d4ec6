using System.Globalization;
using FlowSensor.Engine.Routes.Polling;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Snmp;

namespace FlowSensor.IntegrationTests.Routes;

/// <summary>Prints a walk the way <c>snmpwalk -Onext</c> does.</summary>
internal sealed class SnmpLines(ObjectIdentifier root) : IWalkSink
{
    internal List<string> Lines { get; } = [];

    public void OnRow(ReadOnlySpan<uint> index, ReadOnlySpan<SnmpValue> cells) =>
        Lines.Add($".{root.Append(index)} = {Text(cells[0])}");

    private static string Text(SnmpValue value) => value.Kind switch
    {
        SnmpValueKind.Integer => Invariant($"INTEGER: {value.Number}"),
        SnmpValueKind.Counter32 => Invariant($"Counter32: {value.Number}"),
        SnmpValueKind.Gauge32 => Invariant($"Gauge32: {value.Number}"),
        SnmpValueKind.Counter64 => Invariant($"Counter64: {unchecked((ulong)value.Number)}"),
        SnmpValueKind.TimeTicks => Invariant($"{value.Number}"),
        SnmpValueKind.IpAddress => $"IpAddress: {IpAddress.FromIPv4((uint)value.Number)}",
        SnmpValueKind.ObjectIdentifier => $"OID: .{value.Name}",
        SnmpValueKind.OctetString when value.Octets.IsEmpty => "\"\"",
        SnmpValueKind.OctetString => "Hex-STRING: " + Convert.ToHexString(value.Octets),
        _ => value.Kind.ToString(),
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
