using System.Buffers.Binary;
using FlowSensor.Engine.Collection;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Intake;
using FlowSensor.Engine.Pipeline;
using FlowSensor.Engine.Replay;
using FlowSensor.Engine.Tests.Inspection;
using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Flows;
using FlowSensor.Protocols.Tests.Flows;
using FlowSensor.Protocols.Tests.Pcap;

namespace FlowSensor.Engine.Tests.Collection;

/// <summary>
/// Whatever a datagram holds: no exception, every datagram has one fate, tables stay within their bounds, and what comes next is decoded.
/// With FLOWSENSOR_FULL=1 every published datagram is mutated 100,000 times, else these are shared between all of them.
/// </summary>
[Collection(nameof(MemoryMeasurements))]
public sealed class HostileExportTests
{
    private const int Mutations = 100_000;
    private const long Now = 1_700_000_000_000;
    private const long Later = 30L * 86_400_000;

    private static readonly bool IsFull = Environment.GetEnvironmentVariable("FLOWSENSOR_FULL") == "1";
    private static readonly IpAddress Witness = IpAddress.Parse("203.0.113.9");
    private static readonly byte[] Good = [.. DatagramBuilder.V5(1).Build(), .. new byte[48]];

    public static TheoryData<string> Captures => [.. PublishedData.Files("flows").Where(static path => !path.EndsWith(".json", StringComparison.Ordinal)).Select(static path => Path.GetFileName(path)).Distinct().Append("")];

    [Theory]
    [MemberData(nameof(Captures))]
    public void Receive_EveryPrefix_BalancesAndGoesOn(string name)
    {
        List<(byte[] Payload, IpAddress Source, long ArrivalMs)> datagrams = DatagramsOf(name);
        Collector collector = New();
        foreach ((byte[] payload, IpAddress source, long arrival) in datagrams)
        {
            for (int length = 0; length < payload.Length; length++)
            {
                collector.Receive(payload.AsSpan(0, length), source, arrival);
            }

            AssertBalance(collector);
        }

        AssertGoesOn(collector, datagrams);
    }

    [Theory]
    [MemberData(nameof(Captures))]
    public void Receive_Mutations_BalancesAndGoesOn(string name)
    {
        List<(byte[] Payload, IpAddress Source, long ArrivalMs)> datagrams = DatagramsOf(name);
        int each = IsFull ? Mutations : Mutations / 2 / Math.Max(1, datagrams.Count);
        var random = new Random(20_030_413);
        Collector collector = New();
        byte[] scratch = new byte[65_536];
        foreach ((byte[] payload, IpAddress source, long arrival) in datagrams)
        {
            collector.Receive(payload, source, arrival);
            for (int i = 0; i < each; i++)
            {
                int length = Mutate(random, payload, scratch);
                collector.Receive(scratch.AsSpan(0, length), source, arrival);
            }

            AssertBalance(collector);
        }

        AssertGoesOn(collector, datagrams);
    }

    [Theory]
    [InlineData("exports")]
    [InlineData("packets")]
    public void Replay_EveryMalformedCapture_AccountsForAll(string kind)
    {
        var pipeline = new SensorPipeline(new SensorOptions(), new NoWindows(), keepSummary: true);
        CaptureKind captureKind = Enum.Parse<CaptureKind>(kind, ignoreCase: true);
        int files = 0;
        foreach (string path in PublishedData.Files("malformed"))
        {
            var run = new ReplayRun([path], pipeline.IntakeFor);
            try
            {
                run.Run(captureKind, null, CancellationToken.None);
            }
            catch (ReplayException e)
            {
                Assert.Contains("is not a capture", e.Message, StringComparison.Ordinal);
            }

            files++;
            AssertBalance(pipeline.Collector);
        }

        pipeline.Complete();
        if (pipeline.Packets is PacketIntake packets)
        {
            Assert.Equal(packets.Ledger.Packets, packets.Ledger.Metered + Enum.GetValues<PacketDropCause>().Sum(packets.Ledger.Dropped));
            Assert.Equal(0, packets.Counters.Held);
            Assert.Equal(0, packets.Inspector.OpenSessions);
        }

        Assert.True(PublishedData.Folder is null || files > 300, $"{files} files");
    }

    [Fact]
    public void Receive_ForgedExportersAndTemplates_MemoryStaysBounded()
    {
        Collector collector = New();
        long atHalf = 0;
        const int Datagrams = 200_000;
        byte[] datagram = DatagramBuilder.V9(0, seconds: (uint)(Now / 1000)).Set(0).Template(300, (8, 4), (1, 4), (2, 4)).Set(999).U32(1).U32(2).Build();
        for (uint i = 0; i < Datagrams; i++)
        {
            // RFC 3954 5.1: the source id at 16; 5.2: the template id behind the FlowSet header.
            BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(16), i);
            BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(24), (ushort)(256 + (i % 60_000)));
            collector.Receive(datagram, IpAddress.FromIPv4(0x0A00_0000 + (i % 5_000)), Now + i);
            if (i == Datagrams / 2)
            {
                atHalf = GC.GetTotalMemory(forceFullCollection: true);
            }
        }

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - atHalf, long.MinValue, 1_000_000);
        Assert.InRange(collector.Exporters.Count, 1, 256);
        Assert.InRange(collector.TemplateCount, 1, 1_000);
        AssertBalance(collector);
        AssertGoesOn(collector, []);
    }

    private static Collector New() => new(
        new CollectorOptions { MaxExporters = 256, MaxTemplates = 1_000, PendingOctets = 1 << 20 }, new CountingAccount());

    private static List<(byte[] Payload, IpAddress Source, long ArrivalMs)> DatagramsOf(string name) => name.Length == 0
        ? [(Good, IpAddress.Parse("192.0.2.7"), Now)]
        : ExportDatagrams.Read(PublishedData.Files("flows").First(path => Path.GetFileName(path) == name));

    private static int Mutate(Random random, byte[] payload, byte[] scratch)
    {
        payload.CopyTo(scratch, 0);
        int length = random.Next(5) == 0 ? random.Next(payload.Length + 1) : payload.Length;
        for (int change = random.Next(1, 6); change > 0; change--)
        {
            int at = random.Next(payload.Length);
            scratch[at] = (byte)(random.Next(4) == 0 ? random.Next(256) : scratch[at] + random.Next(3) - 1);
        }

        // Half of them keep their version, or most would end in the header.
        if (random.Next(2) == 0)
        {
            payload.AsSpan(0, Math.Min(4, payload.Length)).CopyTo(scratch);
        }

        return length;
    }

    private static void AssertBalance(Collector collector)
    {
        Ledger total = collector.Total();
        Assert.Equal(total.Datagrams, total.Decoded + total.Pending + total.DroppedTotal);
        Assert.InRange(collector.TemplateCount, 0, 100_000);
    }

    // Days later, when forged exporters have made room, an exporter that nothing hostile came from sends what is good: it is decoded as
    // by a collector that has seen nothing else.
    private static void AssertGoesOn(Collector collector, List<(byte[] Payload, IpAddress Source, long ArrivalMs)> datagrams)
    {
        collector.Complete();
        collector.BreakTime();
        Collector fresh = New();
        long before = collector.Total().Records;
        foreach ((byte[] payload, _, long arrival) in datagrams.Append((Good, Witness, Now)))
        {
            collector.Receive(payload, Witness, arrival + Later);
            fresh.Receive(payload, Witness, arrival + Later);
        }

        Assert.True(fresh.Total().Records > 0);
        Assert.Equal(fresh.Total().Records, collector.Total().Records - before);
        collector.Complete();
        AssertBalance(collector);
        Assert.Equal(0, collector.Total().Pending);
    }

    private sealed class CountingAccount : IFlowAccount
    {
        public void Add(ref FlowRecord record, long eventTime)
        {
        }

        public void Advance(long watermark)
        {
        }

        public void Flush()
        {
        }
    }

    private sealed class NoWindows : IWindowSink
    {
        public void OnWindow(ClosedWindow window)
        {
        }
    }
}
