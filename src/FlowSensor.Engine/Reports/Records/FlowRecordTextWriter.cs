using System.Globalization;
using System.Text;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Flows;

namespace FlowSensor.Engine.Reports.Records;

/// <summary>Writes each record as a line to read: start, length, protocol, both ends, packets, octets, flags and exporter.</summary>
/// <param name="destination">Where lines go; left open.</param>
public sealed class FlowRecordTextWriter(Stream destination) : FlowRecordWriter(destination)
{
    private const int EndWidth = 22;
    private static readonly (ulong Bit, char Letter)[] Flags = [(0x02, 'S'), (0x10, 'A'), (0x08, 'P'), (0x01, 'F'), (0x04, 'R'), (0x20, 'U'), (0x40, 'E'), (0x80, 'C')];

    private readonly StringBuilder _line = new(200);

    /// <inheritdoc/>
    protected override void WriteLine(in FlowRecord record)
    {
        Span<byte> time = stackalloc byte[32];
        int length = FormatTime(record.First, time);
        _line.Clear();
        _line.Append(length == 0 ? "-" : Encoding.ASCII.GetString(time[..length])).Append(' ');
        _line.Append(CultureInfo.InvariantCulture, $"{Math.Max(0, (record.Last - record.First) / 1000.0),9:0.000}s ");
        _line.Append(CultureInfo.InvariantCulture, $"{Protocol(record.Protocol),-5} ");
        _line.Append(End(record.Source, record.SourcePort).PadLeft(EndWidth)).Append(" -> ").Append(End(record.Destination, record.DestinationPort).PadRight(EndWidth));
        _line.Append(CultureInfo.InvariantCulture, $" {record.Packets,8} pkt {record.Octets,10} B ");
        foreach ((ulong bit, char letter) in Flags)
        {
            _line.Append((record.TcpFlags & bit) != 0 ? letter : '.');
        }

        _line.Append(CultureInfo.InvariantCulture, $" {(record.Exporter.IsNone ? "-" : record.Exporter)} v{record.Version}\n");
        foreach (ReadOnlyMemory<char> chunk in _line.GetChunks())
        {
            Buffer.Advance(Encoding.ASCII.GetBytes(chunk.Span, Buffer.GetSpan(chunk.Length)));
        }
    }

    private static string End(IpAddress address, ulong port) =>
        string.Create(CultureInfo.InvariantCulture, $"{address}{(address.IsIPv4 ? ':' : '.')}{port}");

    private static string Protocol(ulong number) => number switch
    {
        1 => "icmp",
        6 => "tcp",
        17 => "udp",
        47 => "gre",
        50 => "esp",
        58 => "icmp6",
        132 => "sctp",
        _ => number.ToString(CultureInfo.InvariantCulture),
    };
}
