using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Intake;
using FlowSensor.Engine.Pipeline;
using FlowSensor.Engine.Tests.Inspection;
using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Pcap;
using FlowSensor.Protocols.Tests.Packets;

namespace FlowSensor.Engine.Tests.Replay;

[Collection(nameof(MemoryMeasurements))]
public sealed class PacketIntakeTests
{
    private const long Start = 1_767_225_600_500;

    // MX of example.org.
    private static readonly byte[] Query = Convert.FromHexString("123401000001000000000000076578616d706c65036f726700000f0001");

    [Fact]
    public void Take_EveryKindOfPacket_LedgerBalances()
    {
        Fixture sensor = new();
        byte[] tcp = Frame.Ethernet(0x0800, Frame.IPv4(6, Frame.Tcp("EHLO a.example\r\n")));
        byte[] badHeader = [.. tcp];
        badHeader[14] = 0x41;
        sensor.Take(tcp, Start);
        sensor.Take(Frame.Ethernet(0x0806, new byte[28]), Start);
        sensor.Take(badHeader, Start);
        sensor.Take(tcp.AsSpan(0, 20), Start, tcp.Length);
        sensor.Take(tcp.AsSpan(0, 40), Start, tcp.Length);
        sensor.Take(tcp, Start, linkType: (LinkType)147);
        sensor.Pipeline.Complete();

        PacketLedger ledger = sensor.Packets.Ledger;
        Assert.Equal(6, ledger.Packets);
        Assert.Equal(2, ledger.Metered);
        Assert.Equal(1, ledger.TruncatedTransport);
        Assert.Equal(
            (1, 1, 1, 1),
            (ledger.Dropped(PacketDropCause.NotIp), ledger.Dropped(PacketDropCause.BadHeader), ledger.Dropped(PacketDropCause.Truncated), ledger.Dropped(PacketDropCause.UnsupportedLink)));
        Assert.Equal(ledger.Packets, ledger.Metered + Enum.GetValues<PacketDropCause>().Sum(ledger.Dropped));
        Assert.Equal(2UL, sensor.Total.Packets);
    }

    [Fact]
    public void Take_SecondCopiesOnRequest_AreDroppedAndNotInspected()
    {
        Fixture sensor = new(static options => options.Metering.DropDuplicates = true);
        byte[] query = Frame.Ethernet(0x0800, Frame.IPv4(17, Frame.Udp(53, Query)));
        sensor.Take(query, Start);
        sensor.Take(query, Start + 1);
        sensor.Pipeline.Complete();

        Assert.Equal(1, sensor.Packets.Ledger.Dropped(PacketDropCause.Duplicate));
        Assert.Equal(1, sensor.Packets.Inspector.Dns.Queries);
        Assert.Equal(1UL, sensor.Total.Packets);
    }

    [Fact]
    public void Take_FragmentsOfAQuery_AreMeteredEachAndReadAsOne()
    {
        Fixture sensor = new();
        byte[] datagram = Frame.Udp(53, Query);
        sensor.Take(Frame.Ethernet(0x86DD, Frame.IPv6Fragment(17, 1, 77, datagram[..16])), Start);
        sensor.Take(Frame.Ethernet(0x86DD, Frame.IPv6Fragment(17, 16, 77, datagram[16..])), Start + 1);
        sensor.Take(Frame.Ethernet(0x0800, Frame.IPv4(17, datagram[16..], fragment: 2)), Start + 2);
        sensor.Take(Frame.Ethernet(0x0800, Frame.IPv4(17, datagram[..16], fragment: 0x2000)), Start + 3);
        sensor.Pipeline.Complete();

        Assert.Equal((4, 4, 2), (sensor.Packets.Ledger.Metered, sensor.Packets.Ledger.Fragments, sensor.Packets.Reassembled));
        Assert.Equal((2, 0), (sensor.Packets.Inspector.Dns.Queries, sensor.Packets.Inspector.Dns.Malformed));
        Assert.Equal(4UL, sensor.Total.Packets);
    }

    [Fact]
    public void Take_LiveOrReplayed_GivesTheSameWindows()
    {
        byte[] query = Frame.Ethernet(0x0800, Frame.IPv4(17, Frame.Udp(53, Query)));
        Random random = new(5);
        List<long> times = [Start];
        for (int i = 0; i < 400; i++)
        {
            times.Add(times[^1] + (random.Next(8) == 0 ? random.Next(200_000) : random.Next(900)));
        }

        Fixture replayed = new();
        Fixture live = new();
        foreach (long time in times)
        {
            // The live sensor's clock tells each second that passes without a packet.
            for (long clock = live.LastMs + 100; live.LastMs > 0 && clock <= time - 2_000; clock += 1_000)
            {
                live.Packets.Advance(clock);
            }

            query[^30]++;
            replayed.Take(query, time);
            live.Take(query, time);
        }

        replayed.Pipeline.Complete();
        live.Pipeline.Complete();
        Assert.True(replayed.Windows.Count > 20);
        Assert.Equal(replayed.Windows, live.Windows);
    }

    [Fact]
    public void Take_TimeStepsBack_BeginsAnewAndLosesNothing()
    {
        Fixture sensor = new();
        byte[] query = Frame.Ethernet(0x0800, Frame.IPv4(17, Frame.Udp(53, Query)));
        foreach (long time in (long[])[Start, Start - 10, 0, Start + 500_000_000_000, Start + 1_000, Start - 86_400_000, long.MaxValue / 1_000_000, Start])
        {
            sensor.Take(query, time);
        }

        sensor.Pipeline.Complete();
        Assert.Equal(8, sensor.Packets.Ledger.Metered);
        Assert.Equal(8UL, sensor.Total.Packets);
        Assert.Equal(8, sensor.Packets.Inspector.Dns.Queries);
    }

    [Fact]
    public void Take_SteadyTraffic_AllocatesNothing()
    {
        Fixture sensor = new();
        byte[] query = Frame.Ethernet(0x0800, Frame.IPv4(17, Frame.Udp(53, Query)));
        byte[] segment = Frame.Ethernet(0x0800, Frame.IPv4(6, Frame.Tcp("220 mx.example ESMTP\r\n")));
        byte[] first = Frame.Ethernet(0x0800, Frame.IPv4(17, Frame.Udp(53, Query)[..16], fragment: 0x2000));
        byte[] second = Frame.Ethernet(0x0800, Frame.IPv4(17, Frame.Udp(53, Query)[16..], fragment: 2));
        long time = Start;
        void Round()
        {
            for (int i = 0; i < 2_000; i++)
            {
                foreach (byte[] packet in (ReadOnlySpan<byte[]>)[query, segment, first, second])
                {
                    sensor.Take(packet, time);
                }

                // Not over the end of a window: closing one allocates what is kept of it.
                time += i % 1_000 == 0 ? 1 : 0;
            }
        }

        Round();
        Round();
        long least = long.MaxValue;
        for (int i = 0; i < 5; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Round();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    [Fact]
    public void Take_MutatedPackets_NeverThrowsAndBalances()
    {
        Random random = new(20);
        Fixture sensor = new(static options => options.Metering.Unwrap = [TunnelKind.Gre, TunnelKind.IpInIp, TunnelKind.Vxlan, TunnelKind.Geneve]);
        byte[][] seeds =
        [
            Frame.Ethernet(0x0800, Frame.IPv4(17, Frame.Udp(53, Query))), Frame.Ethernet(0x0800, Frame.IPv4(6, Frame.Tcp("MAIL FROM:<a@example.org>\r\n"))),
            Frame.Ethernet(0x86DD, Frame.IPv6Fragment(17, 1, 77, Frame.Udp(53, Query)[..16])), Frame.Ethernet(0x86DD, Frame.IPv6(6, Frame.Tcp("250 ok\r\n"))),
        ];
        for (int i = 0; i < 20_000; i++)
        {
            byte[] packet = [.. seeds[random.Next(seeds.Length)]];
            for (int changes = random.Next(4); changes > 0; changes--)
            {
                packet[random.Next(packet.Length)] = (byte)random.Next(256);
            }

            sensor.Take(packet.AsSpan(0, random.Next(3) == 0 ? random.Next(packet.Length) : packet.Length), Start + i, packet.Length);
        }

        sensor.Pipeline.Complete();
        PacketLedger ledger = sensor.Packets.Ledger;
        Assert.Equal(20_000, ledger.Packets);
        Assert.Equal(ledger.Packets, ledger.Metered + Enum.GetValues<PacketDropCause>().Sum(ledger.Dropped));
        Assert.Equal((ulong)ledger.Metered, sensor.Total.Packets);
    }

    private sealed class Fixture : IWindowSink
    {
        public Fixture(Action<SensorOptions>? configure = null)
        {
            SensorOptions options = new();
            configure?.Invoke(options);
            Pipeline = new SensorPipeline(options, this, keepSummary: true);
        }

        public SensorPipeline Pipeline { get; }

        public PacketIntake Packets => Pipeline.TakePackets();

        public List<string> Windows { get; } = [];

        public long LastMs { get; private set; }

        public TrafficCounts Total => Pipeline.Accounting.Summary!.Services.First(static total => total.ServiceDirection.Service == "all").Counts;

        public void Take(ReadOnlySpan<byte> data, long timeMs, int wireLength = 0, LinkType linkType = LinkType.Ethernet)
        {
            LastMs = timeMs;
            Packets.Take(new CapturedPacket(data, timeMs * 1_000_000, wireLength == 0 ? data.Length : wireLength, linkType, 0));
        }

        public void OnWindow(ClosedWindow window) =>
            Windows.Add($"{window.Start} {window.SourceCount} " + string.Join(' ', window.Services.Select(static total => $"{total.ServiceDirection.Service} {total.Counts.Flows} {total.Counts.Packets} {total.Counts.Octets}")));
    }
}
