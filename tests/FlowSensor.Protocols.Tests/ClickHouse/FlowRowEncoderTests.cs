using System.Buffers.Binary;
using System.Text;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.ClickHouse;
using FlowSensor.Protocols.Flows;

namespace FlowSensor.Protocols.Tests.ClickHouse;

public sealed class FlowRowEncoderTests
{
    private const long EventTime = 1_767_571_260_500;

    [Fact]
    public void Encode_ARecord_HasEveryColumnInItsPlace()
    {
        FlowRecord record = Record();

        Dictionary<string, string> row = Encode(record, isReverse: false);

        Assert.Equal("1767571200", row["stored"]);
        Assert.Equal("edge1", row["sensor"]);
        Assert.Equal("77", row["batch"]);
        Assert.Equal("1767571260", row["time"]);
        Assert.Equal("9", row["row"]);
        Assert.Equal(("198.51.100.1", "5", "10", "0"), (row["exporter"], row["domain"], row["version"], row["reverse"]));
        Assert.Equal(("192.0.2.1", "2001:db8::2", "1025", "25", "6", "27"), (row["source"], row["destination"], row["source_port"], row["destination_port"], row["protocol"], row["tcp_flags"]));
        Assert.Equal(("3", "100", "4", "300", "400000", "4000"), (row["packets"], row["sampling"], row["tos"], row["estimated_packets"], row["estimated_octets"], row["octets"]));
        Assert.Equal(("1767571250000", "1767571259000"), (row["first"], row["last"]));
        Assert.Equal(("11", "12", "203.0.113.9", "64500", "64501", "42"), (row["input"], row["output"], row["next_hop"], row["source_as"], row["destination_as"], row["vlan"]));
        Assert.Equal("smtp/request,all/any", row["services"]);
    }

    [Fact]
    public void Encode_TheReverseSide_ExchangesEndsCountersAndInterfaces()
    {
        FlowRecord record = Record();
        record.ReversePackets = 7;
        record.ReverseOctets = 70;
        record.ReverseTcpFlags = 18;

        Dictionary<string, string> row = Encode(record, isReverse: true);

        Assert.Equal(("2001:db8::2", "192.0.2.1", "25", "1025", "18"), (row["source"], row["destination"], row["source_port"], row["destination_port"], row["tcp_flags"]));
        Assert.Equal(("7", "70", "700", "7000", "1"), (row["packets"], row["octets"], row["estimated_packets"], row["estimated_octets"], row["reverse"]));
        Assert.Equal(("12", "11", "::", "64501", "64500"), (row["input"], row["output"], row["next_hop"], row["source_as"], row["destination_as"]));
    }

    [Fact]
    public void Encode_WithoutKnownSampling_EstimatesAsObserved()
    {
        FlowRecord record = Record();
        record.SamplingInterval = 0;

        Dictionary<string, string> row = Encode(record, isReverse: false);

        Assert.Equal(("0", "3", "4000"), (row["sampling"], row["estimated_packets"], row["estimated_octets"]));
    }

    [Fact]
    public void Encode_NumbersOfAllBits_NeverThrowsAndKeepsTheLength()
    {
        FlowRecord record = new();
        FlowRecord.Slots(ref record).Fill(ulong.MaxValue);

        Dictionary<string, string> row = Encode(record, isReverse: false);

        Assert.Equal(("65535", "4294967295", "255", "0"), (row["source_port"], row["sampling"], row["protocol"], row["first"]));
        Assert.Equal(FlowRowEncoder.Columns.Count, row.Count);
    }

    private static FlowRecord Record() => new()
    {
        Source = IpAddress.Parse("192.0.2.1"),
        Destination = IpAddress.Parse("2001:db8::2"),
        SourcePort = 1025,
        DestinationPort = 25,
        Protocol = 6,
        TcpFlags = 27,
        Packets = 3,
        Octets = 4_000,
        First = 1_767_571_250_000,
        Last = 1_767_571_259_000,
        SamplingInterval = 100,
        NextHop = IpAddress.Parse("203.0.113.9"),
        Input = 11,
        Output = 12,
        SourceAs = 64_500,
        DestinationAs = 64_501,
        Tos = 4,
        Vlan = 42,
        Version = 10,
        ObservationDomainId = 5,
        Exporter = IpAddress.Parse("198.51.100.1"),
    };

    private static Dictionary<string, string> Encode(FlowRecord record, bool isReverse)
    {
        byte[] common = new byte[64];
        common = common[..FlowRowEncoder.EncodeCommon(common, 1_767_571_200_000, "edge1", 77)];
        byte[] services = new byte[64];
        services = services[..FlowRowEncoder.EncodeServices(services, ["smtp/request", "all/any"])];
        byte[] row = new byte[common.Length + FlowRowEncoder.FixedOctets + services.Length];

        int written = FlowRowEncoder.Encode(row, common, in record, isReverse, EventTime, 9, services);

        Assert.Equal(row.Length, written);
        return Read(row);
    }

    // The types of the columns as the schema has them.
    private static Dictionary<string, string> Read(ReadOnlySpan<byte> row)
    {
        Dictionary<string, string> values = [];
        foreach (string column in FlowRowEncoder.Columns)
        {
            string value;
            switch (column)
            {
                case "exporter" or "source" or "destination" or "next_hop":
                    value = IpAddress.FromBytes(Take(ref row, 16)).ToString();
                    break;
                case "version" or "reverse" or "tos" or "protocol":
                    value = $"{Take(ref row, 1)[0]}";
                    break;
                case "source_port" or "destination_port" or "tcp_flags" or "vlan":
                    value = $"{BinaryPrimitives.ReadUInt16LittleEndian(Take(ref row, 2))}";
                    break;
                case "stored" or "time" or "row" or "domain" or "sampling" or "input" or "output" or "source_as" or "destination_as":
                    value = $"{BinaryPrimitives.ReadUInt32LittleEndian(Take(ref row, 4))}";
                    break;
                case "sensor":
                    value = Text(ref row);
                    break;
                case "services":
                    List<string> services = [];
                    for (int left = Take(ref row, 1)[0]; left > 0; left--)
                    {
                        services.Add(Text(ref row));
                    }

                    value = string.Join(',', services);
                    break;
                default:
                    value = $"{BinaryPrimitives.ReadUInt64LittleEndian(Take(ref row, 8))}";
                    break;
            }

            values.Add(column, value);
        }

        Assert.True(row.IsEmpty);
        return values;
    }

    private static string Text(ref ReadOnlySpan<byte> row)
    {
        int length = Take(ref row, 1)[0];
        return Encoding.UTF8.GetString(Take(ref row, length));
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> row, int octets)
    {
        ReadOnlySpan<byte> taken = row[..octets];
        row = row[octets..];
        return taken;
    }
}
