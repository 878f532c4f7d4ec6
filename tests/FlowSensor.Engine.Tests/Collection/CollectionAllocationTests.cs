using System.Buffers.Binary;
using FlowSensor.Engine.Collection;
using FlowSensor.Engine.Tests.Inspection;
using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Tests.Flows;
using FlowSensor.Protocols.Tests.Pcap;

namespace FlowSensor.Engine.Tests.Collection;

/// <summary>From the datagram to the rows of a window nothing is allocated once the sources, templates and exporters are known.</summary>
[Collection(nameof(MemoryMeasurements))]
public sealed class CollectionAllocationTests
{
    private const uint Seconds = 1_700_000_040;
    private const long Arrival = Seconds * 1000L;
    private const int Sources = 20_000;
    private const int RecordsPerDatagram = 20;

    private static readonly IpAddress Router = IpAddress.Parse("192.0.2.1");

    [Theory]
    [InlineData(5)]
    [InlineData(9)]
    [InlineData(10)]
    public void Receive_KnownSources_CollectorAndAccountingAllocateNothing(int version)
    {
        var accounting = new TrafficAccounting(new TrafficOptions(), new NoWindows(), keepSummary: true);
        var collector = new Collector(new CollectorOptions(), accounting);
        List<byte[]> datagrams = Datagrams(version);
        Send(collector, datagrams);
        Send(collector, datagrams);

        Assert.Equal(0, AllocatedBytes.Of(() => Send(collector, datagrams)));

        Assert.Equal(7L * Sources, collector.Total().Records);
        Assert.Equal((ulong)(7 * Sources), accounting.Counters.Records);
        Assert.Equal(0ul, accounting.Counters.TableFull);
    }

    private static void Send(Collector collector, List<byte[]> datagrams)
    {
        foreach (byte[] datagram in datagrams)
        {
            collector.Receive(datagram, Router, Arrival);
        }
    }

    // Mail, DNS, web and other flows of many sources; pairs and all services have their rows.
    private static List<byte[]> Datagrams(int version)
    {
        ushort[] ports = [25, 53, 443, 110, 8080];
        List<byte[]> datagrams = [];
        if (version != 5)
        {
            datagrams.Add(New(version).Set((ushort)(version == 9 ? 0 : 2)).Template(300, (8, 4), (12, 4), (7, 2), (11, 2), (4, 1), (6, 1), (1, 4), (2, 4)).Build());
        }

        for (uint source = 0; source < Sources; source += RecordsPerDatagram)
        {
            DatagramBuilder builder = version == 5 ? New(5) : New(version).Set(300);
            List<byte> fixedRecords = [];
            for (uint i = source; i < source + RecordsPerDatagram; i++)
            {
                ushort port = ports[i % (uint)ports.Length];
                if (version == 5)
                {
                    fixedRecords.AddRange(Version5(0x0A00_0000 + i, 0xC612_0000 + (i % 97), port));
                    continue;
                }

                builder.U32(0x0A00_0000 + i).U32(0xC612_0000 + (i % 97)).U16(40_000).U16(port).U8(6).U8(0x1B).U32(1000).U32(10);
            }

            datagrams.Add([.. builder.Build(), .. fixedRecords]);
        }

        return datagrams;
    }

    private static DatagramBuilder New(int version) => version switch
    {
        5 => DatagramBuilder.V5(RecordsPerDatagram, seconds: Seconds),
        9 => DatagramBuilder.V9(0, seconds: Seconds),
        _ => DatagramBuilder.Ipfix(seconds: Seconds),
    };

    private static byte[] Version5(uint source, uint destination, ushort port)
    {
        byte[] record = new byte[48];
        BinaryPrimitives.WriteUInt32BigEndian(record, source);
        BinaryPrimitives.WriteUInt32BigEndian(record.AsSpan(4), destination);
        BinaryPrimitives.WriteUInt32BigEndian(record.AsSpan(16), 10);
        BinaryPrimitives.WriteUInt32BigEndian(record.AsSpan(20), 1000);
        BinaryPrimitives.WriteUInt16BigEndian(record.AsSpan(32), 40_000);
        BinaryPrimitives.WriteUInt16BigEndian(record.AsSpan(34), port);
        record[37] = 0x1B;
        record[38] = 6;
        return record;
    }

    private sealed class NoWindows : IWindowSink
    {
        public void OnWindow(ClosedWindow window)
        {
        }
    }
}
