using FlowSensor.Engine.Metering;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Flows;
using FlowSensor.Protocols.Packets;
using FlowSensor.Protocols.Tests.Pcap;

namespace FlowSensor.Engine.Tests.Metering;

public sealed class FlowCacheTests
{
    private const long Start = 1_700_000_000_000;
    private const byte Fin = 1;
    private const byte Syn = 2;
    private const byte Rst = 4;
    private const byte Ack = 16;

    private static readonly IpAddress Server = IpAddress.Parse("192.0.2.1");

    private readonly RecordList _sink = new();

    [Fact]
    public void Add_SeveralPackets_OneRecordWithSumsAndTimes()
    {
        FlowCache cache = Make();
        cache.Add(Tcp(1, 40_000, 25, Syn, 60), [], Start);
        cache.Add(Tcp(1, 40_000, 25, Ack, 52), [], Start + 10);
        cache.Add(Tcp(1, 40_000, 25, Ack, 1_500), [], Start + 20);
        cache.Flush();
        FlowRecord record = Assert.Single(_sink.Records);
        Assert.Equal(Address(1), record.Source);
        Assert.Equal((40_000UL, 25UL, 6UL), (record.SourcePort, record.DestinationPort, record.Protocol));
        Assert.Equal((3UL, 1_612UL), (record.Packets, record.Octets));
        Assert.Equal((Start, Start + 20), (record.First, record.Last));
        Assert.Equal((ulong)(Syn | Ack), record.TcpFlags);
        Assert.Equal((0UL, 1UL, Start + 20), (record.Version, record.SamplingInterval, record.ExportTime));
        Assert.Equal(1, cache.Emitted(FlowEndReason.Forced));
    }

    [Fact]
    public void Add_InactiveGap_EndsTheFlow()
    {
        FlowCache cache = Make();
        cache.Add(Udp(1, 53), [], Start);
        cache.Add(Udp(1, 53), [], Start + 59_999);
        cache.Advance(Start + 60_000);
        Assert.Empty(_sink.Records);
        cache.Add(Udp(1, 53), [], Start + 119_999);
        cache.Advance(Start + 119_999);
        Assert.Equal(2UL, Assert.Single(_sink.Records).Packets);
        Assert.Equal(1, cache.Emitted(FlowEndReason.Idle));
        Assert.Equal(1, cache.Counters.Held);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(40)]
    public void Add_StepBackInTimeWhilePacketsWait_LosesNoneOfThem(int waiting)
    {
        FlowCache cache = Make();
        cache.Add(Udp(1, 53), [], Start);
        cache.Add(Udp(2, 53), [], Start);
        cache.Advance(Start);
        for (int packet = 0; packet < waiting; packet++)
        {
            cache.Add(Udp(packet % 2 == 0 ? 1u : 2u, 53), [], Start - 100_000);
        }

        cache.Flush();
        Assert.Equal((ulong)waiting + 2, _sink.Packets);
        Assert.Equal(Math.Min(waiting, 2) + 2, _sink.Records.Count);
    }

    [Fact]
    public void Add_LongFlow_IsEmittedEachActiveTimeout()
    {
        FlowCache cache = Make();
        for (int second = 0; second <= 650; second += 10)
        {
            cache.Add(Udp(1, 53), [], Start + (second * 1_000));
        }

        cache.Advance(Start + 650_000);
        Assert.Equal([30UL, 30UL], _sink.Records.Select(record => record.Packets));
        Assert.Equal(2, cache.Emitted(FlowEndReason.Active));
        cache.Flush();
        Assert.Equal(66UL, _sink.Packets);
    }

    [Theory]
    [InlineData(Fin)]
    [InlineData(Rst)]
    public void Advance_AfterEnd_EmitsAfterTheLingerWithTheLastAcknowledgment(byte end)
    {
        FlowCache cache = Make();
        cache.Add(Tcp(1, 40_000, 25, Syn, 60), [], Start);
        cache.Add(Tcp(1, 40_000, 25, (byte)(end | Ack), 52), [], Start + 1_000);
        cache.Add(Tcp(1, 40_000, 25, Ack, 52), [], Start + 1_001);
        cache.Advance(Start + 5_000);
        Assert.Empty(_sink.Records);
        cache.Advance(Start + 7_001);
        Assert.Equal(3UL, Assert.Single(_sink.Records).Packets);
        Assert.Equal(1, cache.Emitted(FlowEndReason.EndOfFlow));
    }

    [Theory]
    [InlineData(Fin | Ack, Syn, 2)]
    [InlineData(Fin | Ack, Syn | Ack, 2)]
    [InlineData(Rst, Syn, 2)]
    [InlineData(Ack, Syn, 2)]
    [InlineData(Ack, Syn | Ack, 1)]
    [InlineData(Syn, Syn, 1)]
    public void Add_SynOnAKnownTuple_BeginsAnewOnlyAfterAnEndOrAcknowledgment(byte seen, byte flags, int flows)
    {
        FlowCache cache = Make();
        cache.Add(Tcp(1, 40_000, 25, seen, 60), [], Start);
        cache.Add(Tcp(1, 40_000, 25, flags, 60), [], Start + 1);
        cache.Flush();
        Assert.Equal(flows, _sink.Records.Count);
    }

    [Fact]
    public void Add_IcmpEcho_TypeAndCodeAreTheDestinationPort()
    {
        FlowCache cache = Make();
        PacketHeaders headers = Udp(1, 0);
        headers.SourcePort = 0;
        headers.Protocol = 1;
        headers.IcmpType = 8;
        headers.IcmpCode = 3;
        cache.Add(headers, [], Start);
        cache.Flush();
        FlowRecord record = Assert.Single(_sink.Records);
        Assert.Equal((0UL, 0x803UL, 0x803UL), (record.SourcePort, record.DestinationPort, record.IcmpTypeCode));
    }

    [Fact]
    public void Add_LaterFragment_BelongsToTheFlowOfTheFirst()
    {
        FlowCache cache = Make();
        PacketHeaders first = Udp(1, 53);
        first.IsFragment = true;
        first.MoreFragments = true;
        first.FragmentId = 77;
        PacketHeaders later = first;
        later.FragmentOffset = 1_480;
        later.SourcePort = 0;
        later.DestinationPort = 0;
        PacketHeaders stray = later;
        stray.FragmentId = 78;
        cache.Add(first, [], Start);
        cache.Add(later, [], Start);
        cache.Add(stray, [], Start);
        cache.Flush();
        Assert.Equal([(53UL, 2UL), (0UL, 1UL)], _sink.Records.Select(record => (record.DestinationPort, record.Packets)));
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    public void Add_TwoVlans_AreApartOnRequest(bool vlanInKey, int flows)
    {
        FlowCache cache = Make(new FlowCacheOptions { VlanInKey = vlanInKey });
        PacketHeaders headers = Udp(1, 53);
        headers.VlanId = 10;
        cache.Add(headers, [], Start);
        headers.VlanId = 20;
        cache.Add(headers, [], Start);
        cache.Flush();
        Assert.Equal(flows, _sink.Records.Count);
        Assert.Equal(10UL, _sink.Records[0].Vlan);
    }

    [Fact]
    public void Add_CopyOfAPacket_IsLeftOutOnRequest()
    {
        FlowCache cache = Make(new FlowCacheOptions { DropDuplicates = true });
        byte[] data = new byte[60];
        data[4] = 1;
        PacketHeaders headers = Udp(1, 53);
        headers.IpVersion = 4;
        headers.TransportOffset = 20;
        Assert.True(cache.Add(headers, data, Start));
        data[8] = 63;
        Assert.False(cache.Add(headers, data, Start + 1));
        data[5] = 1;
        Assert.True(cache.Add(headers, data, Start + 2));
        Assert.True(cache.Add(headers, data, Start + 20));
        cache.Flush();
        Assert.Equal(3UL, Assert.Single(_sink.Records).Packets);
        Assert.Equal((3L, 1L), (cache.Counters.Packets, cache.Counters.Duplicates));
    }

    [Fact]
    public void Add_FullCache_EmitsTheLongestIdleEarlyAndLosesNothing()
    {
        FlowCache cache = Make(new FlowCacheOptions { MaxFlows = 100 });
        cache.Add(Udp(0, 53), [], Start);
        for (uint host = 1; host < 1_000; host++)
        {
            cache.Add(Udp(host, 53), [], Start + (host * 100));
            cache.Add(Udp(0, 53), [], Start + (host * 100));
        }

        cache.Flush();
        Assert.Equal(1_999UL, _sink.Packets);
        Assert.Equal(900, cache.Counters.EmittedEarly);
        Assert.Equal(1_000UL, Assert.Single(_sink.Records, record => record.Source == Address(0)).Packets);
        Assert.Equal((0, 1_000L), (cache.Counters.Held, cache.Counters.Emitted));
    }

    [Fact]
    public void Add_StepBackInTime_EmptiesTheCache()
    {
        FlowCache cache = Make();
        cache.Add(Udp(1, 53), [], Start);
        cache.Add(Udp(1, 53), [], Start - 1_000);
        cache.Add(Udp(1, 53), [], Start - 86_400_000);
        cache.Advance(Start - 86_400_000);
        FlowRecord record = Assert.Single(_sink.Records);
        Assert.Equal((2UL, Start - 1_000, Start), (record.Packets, record.First, record.Last));
        Assert.Equal(1, cache.Counters.Held);
    }

    [Fact]
    public void Advance_PauseOfDays_EmitsEveryFlowOnce()
    {
        FlowCache cache = Make();
        for (uint host = 0; host < 500; host++)
        {
            cache.Add(Udp(host, 53), [], Start + (host * 500));
        }

        cache.Advance(Start + 864_000_000);
        Assert.Equal(500, _sink.Records.Count);
        Assert.Equal(500, _sink.Records.Select(record => record.Source).Distinct().Count());
    }

    [Fact]
    public void Advance_PauseLongerThanTimesAreKept_RecordsHaveTheirOwnTimes()
    {
        FlowCache cache = Make();
        cache.Add(Udp(1, 53), [], Start);
        cache.Add(Udp(1, 53), [], Start + 7);
        cache.Advance(Start + (60 * 86_400_000L));
        FlowRecord record = Assert.Single(_sink.Records);
        Assert.Equal((2UL, Start, Start + 7), (record.Packets, record.First, record.Last));
        Assert.Equal(1, cache.Emitted(FlowEndReason.Idle));
    }

    [Fact]
    public void Add_LowerBitsOfTheTimeBeginAnew_TimesAndTimeoutsAreThoseOfAnyTime()
    {
        FlowCache cache = Make();
        long turn = ((Start >> 32) + 1) << 32;
        cache.Add(Udp(1, 53), [], turn - 4_096);
        cache.Add(Udp(1, 53), [], turn + 2_000);
        cache.Add(Udp(1, 53), [], turn - 1);
        cache.Add(Udp(2, 53), [], turn + 2_000);
        cache.Add(Udp(2, 53), [], turn - 5_000);
        cache.Advance(turn + 61_999);
        Assert.Empty(_sink.Records);
        cache.Advance(turn + 63_000);
        Assert.Equal(
            [(Address(1), 3UL, turn - 4_096, turn + 2_000), (Address(2), 2UL, turn - 5_000, turn + 2_000)],
            _sink.Records.OrderBy(static record => record.Source).Select(static record => (record.Source, record.Packets, record.First, record.Last)));
    }

    [Fact]
    public void Constructor_MoreThanItCanKeep_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Make(new FlowCacheOptions { MaxFlows = (1 << 24) + 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Make(new FlowCacheOptions { MaxFlows = 100, ActiveTimeout = TimeSpan.FromDays(8) }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Make(new FlowCacheOptions { MaxFlows = 100, InactiveTimeout = TimeSpan.FromDays(8) }));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Add_RandomTraffic_TotalsAreExactAndIndependentOfTheSeedAndRepeatable(int seed)
    {
        FlowRecord[][] runs = new FlowRecord[2][];
        for (int run = 0; run < runs.Length; run++)
        {
            RecordList sink = new();
            FlowCache cache = new(new FlowCacheOptions { MaxFlows = 300, Seed = (ulong)run * 99 }, sink);
            Random random = new(seed);
            long time = Start;
            ulong octets = 0;
            for (int i = 0; i < 50_000; i++)
            {
                time += random.Next(0, random.Next(20) == 0 ? 20_000 : 60) - 10;
                PacketHeaders headers = Tcp(
                    (uint)random.Next(700), (ushort)random.Next(3), 25, (byte)random.Next(32), (ushort)random.Next(40, 1_500));
                octets += (uint)headers.IpLength;
                cache.Add(headers, [], time);
            }

            cache.Flush();
            Assert.Equal(50_000UL, sink.Packets);
            Assert.Equal(octets, sink.Records.Aggregate(0UL, (sum, record) => sum + record.Octets));
            Assert.All(sink.Records, record => Assert.True(record.First <= record.Last && record.Last - record.First <= 300_000));
            Assert.Equal(sink.Records.Count, cache.Counters.Emitted);
            runs[run] = [.. sink.Records];
        }

        Assert.Equal(runs[0], runs[1]);
    }

    [Fact]
    public void Add_SteadyState_AllocatesNothing()
    {
        CountingSink sink = new();
        FlowCache cache = new(new FlowCacheOptions { MaxFlows = 1_000, DropDuplicates = true }, sink);
        byte[] data = new byte[64];
        Feed(0, 5_000);
        uint fed = 5_000;
        long allocated = AllocatedBytes.Of(() =>
        {
            Feed(fed, fed + 15_000);
            fed += 15_000;
        });
        Assert.Equal(0, allocated);
        Assert.True(sink.Count > 10_000);

        void Feed(uint from, uint to)
        {
            for (uint i = from; i < to; i++)
            {
                data[0] = (byte)i;
                cache.Add(Udp(i, 53), data, Start + i);
            }
        }
    }

    private static IpAddress Address(uint host) => IpAddress.FromIPv4(0xC6120000 + host);

    private static PacketHeaders Udp(uint host, ushort port) => new()
    {
        Source = Address(host),
        Destination = Server,
        Protocol = 17,
        SourcePort = 5_353,
        DestinationPort = port,
        IpLength = 100,
    };

    private static PacketHeaders Tcp(uint host, ushort sourcePort, ushort port, byte flags, ushort length) => new()
    {
        Source = Address(host),
        Destination = IpAddress.Parse("2001:db8::25"),
        Protocol = 6,
        SourcePort = sourcePort,
        DestinationPort = port,
        TcpFlags = flags,
        IpLength = length,
    };

    private FlowCache Make(FlowCacheOptions? options = null) => new(options ?? new FlowCacheOptions { MaxFlows = 1_000 }, _sink);

    private sealed class RecordList : IFlowSink
    {
        public List<FlowRecord> Records { get; } = [];

        public ulong Packets => Records.Aggregate(0UL, (sum, record) => sum + record.Packets);

        public void OnFlow(ref FlowRecord record) => Records.Add(record);
    }

    private sealed class CountingSink : IFlowSink
    {
        public int Count { get; private set; }

        public void OnFlow(ref FlowRecord record) => Count++;
    }
}
