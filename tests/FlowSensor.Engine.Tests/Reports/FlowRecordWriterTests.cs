using System.Text;
using FlowSensor.Engine.Reports.Records;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Flows;
using FlowSensor.Protocols.Tests.Pcap;

namespace FlowSensor.Engine.Tests.Reports;

public class FlowRecordWriterTests
{
    [Fact]
    public void JsonWriter_SmallRecord_HasExactlyTheNineteenKeys() => Assert.Equal(
        """{"exporter":"192.0.2.1","version":9,"domain":7,"first":"2026-01-01T00:00:00.000Z","last":"2026-01-01T00:00:01.500Z","src":"198.51.100.1","dst":"2001:db8::25","src_port":40000,"dst_port":25,"protocol":6,"tcp_flags":27,"packets":10,"octets":1000,"input":1,"output":2,"next_hop":"192.0.2.254","src_as":64500,"dst_as":64501,"sampling":512}""" + "\n",
        Write(static output => new FlowRecordJsonWriter(output), Small()));

    [Fact]
    public void JsonWriter_UnknownAndAbsentFields_AreNullOrLeftOut()
    {
        FlowRecord record = default;
        record.First = long.MaxValue;
        record.Vlan = 12;
        record.SourceMac = 0x0200_5E00_5301;
        record.PostNatSource = IpAddress.Parse("203.0.113.9");

        string line = Write(static output => new FlowRecordJsonWriter(output), record);

        Assert.StartsWith("""{"exporter":null,"version":0,"domain":0,"first":null,"last":"1970-01-01T00:00:00.000Z",""", line, StringComparison.Ordinal);
        Assert.EndsWith(""","sampling":null,"vlan":12,"mac":"02:00:5e:00:53:01","post_nat_src":"203.0.113.9"}""" + "\n", line, StringComparison.Ordinal);
    }

    [Fact]
    public void CsvWriter_Record_HasAFieldForEveryName()
    {
        string[] lines = Write(static output => new FlowRecordCsvWriter(output), Small()).Split('\n');

        Assert.Equal(FlowRecordFields.Names, lines[0].Split(','));
        Assert.Equal(FlowRecordFields.Names.Count, lines[1].Split(',').Length);
        Assert.StartsWith("192.0.2.1,9,7,2026-01-01T00:00:00.000Z,2026-01-01T00:00:01.500Z,198.51.100.1,2001:db8::25,40000,25,6,27,10,1000,1,2,192.0.2.254,64500,64501,512,", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void TextWriter_Record_IsOneLine() => Assert.Equal(
        "2026-01-01T00:00:00.000Z     1.500s tcp       198.51.100.1:40000 -> 2001:db8::25.25              10 pkt       1000 B SAPF.... 192.0.2.1 v9\n",
        Write(static output => new FlowRecordTextWriter(output), Small()));

    [Fact]
    public void JsonWriter_SteadyState_AllocatesNothingForIPv4()
    {
        using FlowRecordJsonWriter writer = new(Stream.Null);
        FlowRecord record = Small();
        record.Destination = IpAddress.Parse("203.0.113.25");
        for (int i = 0; i < 2_000; i++)
        {
            writer.OnFlow(ref record);
        }

        long allocated = AllocatedBytes.Of(() =>
        {
            for (int i = 0; i < 2_000; i++)
            {
                writer.OnFlow(ref record);
            }
        });

        Assert.Equal(0, allocated);
    }

    private static FlowRecord Small() => new()
    {
        Exporter = IpAddress.Parse("192.0.2.1"),
        Version = 9,
        ObservationDomainId = 7,
        First = 1_767_225_600_000,
        Last = 1_767_225_601_500,
        Source = IpAddress.Parse("198.51.100.1"),
        Destination = IpAddress.Parse("2001:db8::25"),
        SourcePort = 40_000,
        DestinationPort = 25,
        Protocol = 6,
        TcpFlags = 0x1B,
        Packets = 10,
        Octets = 1_000,
        Input = 1,
        Output = 2,
        NextHop = IpAddress.Parse("192.0.2.254"),
        SourceAs = 64_500,
        DestinationAs = 64_501,
        SamplingInterval = 512,
    };

    private static string Write(Func<Stream, FlowRecordWriter> make, FlowRecord record)
    {
        using MemoryStream output = new();
        using (FlowRecordWriter writer = make(output))
        {
            writer.OnFlow(ref record);
        }

        return Encoding.UTF8.GetString(output.ToArray());
    }
}
