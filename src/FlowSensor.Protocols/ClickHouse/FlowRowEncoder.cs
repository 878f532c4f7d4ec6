using System.Runtime.CompilerServices;
using FlowSensor.Protocols.Flows;

namespace FlowSensor.Protocols.ClickHouse;

/// <summary>
/// Encodes flow records as rows of the table <c>flows</c> in <c>RowBinary</c>. A row has a fixed part, in the order of
/// <see cref="Columns"/>, and before and behind it two parts that the caller encoded: what all rows of a batch have in common, and the
/// services the flow belongs to. Of numbers wider than their column the lower bits are kept.
/// </summary>
public static class FlowRowEncoder
{
    /// <summary>Octets of a row without the two parts of the caller.</summary>
    public const int FixedOctets = (4 * RowBinaryWriter.AddressOctets) + (6 * sizeof(ulong)) + (8 * sizeof(uint)) + (4 * sizeof(ushort)) + 4;

    /// <summary>Names of the columns in the order in which rows are written.</summary>
    public static IReadOnlyList<string> Columns { get; } =
    [
        "stored", "sensor", "batch",
        "time", "row", "exporter", "domain", "version", "reverse", "tos", "source", "destination", "source_port", "destination_port", "protocol",
        "tcp_flags", "vlan", "packets", "octets", "estimated_packets", "estimated_octets", "sampling", "first", "last", "input", "output",
        "next_hop", "source_as", "destination_as", "services",
    ];

    /// <summary>Writes what all rows of a batch have in common.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="storedMs">When the batch was begun, by the sensor's clock, Unix milliseconds.</param>
    /// <param name="sensor">Name of the sensor.</param>
    /// <param name="batch">Number of the batch.</param>
    /// <returns>Octets written.</returns>
    public static int EncodeCommon(Span<byte> target, long storedMs, string sensor, ulong batch)
    {
        RowBinaryWriter writer = new(target);
        writer.WriteDateTime(storedMs);
        writer.Write(sensor);
        writer.Write(batch);
        return writer.Written;
    }

    /// <summary>Writes the list of services that a flow belongs to.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="services">Service and direction each, such as <c>smtp/request</c>.</param>
    /// <returns>Octets written.</returns>
    public static int EncodeServices(Span<byte> target, IReadOnlyCollection<string> services)
    {
        RowBinaryWriter writer = new(target);
        writer.WriteLength((uint)services.Count);
        foreach (string service in services)
        {
            writer.Write(service);
        }

        return writer.Written;
    }

    /// <summary>Writes one row.</summary>
    /// <param name="target">Where to; as long as <see cref="FixedOctets"/> and the two parts together.</param>
    /// <param name="common">From <see cref="EncodeCommon"/>.</param>
    /// <param name="record">The record.</param>
    /// <param name="isReverse">Write the reverse side of a bidirectional record: ends, counters and flags change places.</param>
    /// <param name="eventTime">When it counts, Unix milliseconds.</param>
    /// <param name="row">Number of the row in its batch.</param>
    /// <param name="services">From <see cref="EncodeServices"/>.</param>
    /// <returns>Octets written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Encode(
        Span<byte> target, ReadOnlySpan<byte> common, in FlowRecord record, bool isReverse, long eventTime, uint row, ReadOnlySpan<byte> services)
    {
        ulong packets = isReverse ? record.ReversePackets : record.Packets;
        ulong octets = isReverse ? record.ReverseOctets : record.Octets;
        ulong sampling = Math.Min(record.SamplingInterval, uint.MaxValue);
        ulong factor = Math.Max(sampling, 1);
        sampling = record.IsSamplingUnknown == 1 ? 0 : sampling;
        RowBinaryWriter writer = new(target);
        writer.WriteEncoded(common);
        writer.WriteDateTime(eventTime);
        writer.Write(row);
        writer.Write(record.Exporter);
        writer.Write((uint)record.ObservationDomainId);
        writer.Write((byte)record.Version);
        writer.Write((byte)(isReverse ? 1 : 0));
        writer.Write((byte)record.Tos);
        writer.Write(isReverse ? record.Destination : record.Source);
        writer.Write(isReverse ? record.Source : record.Destination);
        writer.Write((ushort)(isReverse ? record.DestinationPort : record.SourcePort));
        writer.Write((ushort)(isReverse ? record.SourcePort : record.DestinationPort));
        writer.Write((byte)record.Protocol);
        writer.Write((ushort)(isReverse ? record.ReverseTcpFlags : record.TcpFlags));
        writer.Write((ushort)record.Vlan);
        writer.Write(packets);
        writer.Write(octets);
        writer.Write(unchecked(packets * factor));
        writer.Write(unchecked(octets * factor));
        writer.Write((uint)sampling);
        writer.Write((ulong)Math.Max(0, record.First));
        writer.Write((ulong)Math.Max(0, record.Last));
        writer.Write((uint)(isReverse ? record.Output : record.Input));
        writer.Write((uint)(isReverse ? record.Input : record.Output));
        writer.Write(isReverse ? default : record.NextHop);
        writer.Write((uint)(isReverse ? record.DestinationAs : record.SourceAs));
        writer.Write((uint)(isReverse ? record.SourceAs : record.DestinationAs));
        writer.WriteEncoded(services);
        return writer.Written;
    }
}
