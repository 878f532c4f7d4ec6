using FlowSensor.Capture;
using FlowSensor.Engine.Capturing;
using FlowSensor.Engine.Configuration;
using FlowSensor.Protocols.Pcap;

namespace FlowSensor.Engine.Tests.Capturing;

public sealed class PacketReceiverTests
{
    [Fact]
    public void TryTake_TwoSources_GivesEveryPacketInTheOrderOfItsSource()
    {
        using PacketReceiver receiver = new([new Sequence("a0", 30_000), new Sequence("b0", 10_000)]);
        long[] next = new long[2];
        receiver.Start();
        while (next[0] + next[1] < 40_000)
        {
            Assert.True(receiver.TryTake(out PacketBatch? batch, TimeSpan.FromSeconds(20)));
            for (int i = 0; i < batch.Count; i++)
            {
                FlowSensor.Protocols.Pcap.CapturedPacket packet = batch[i];
                Assert.Equal(next[batch.Interface]++, packet.TimestampNs);
                Assert.Equal((int)(packet.TimestampNs % 200), packet.Data.Length);
                Assert.Equal((1500, LinkType.Ethernet), (packet.WireLength, packet.LinkType));
            }

            receiver.Return(batch);
        }

        receiver.Stop();
        Assert.Equal(["a0", "b0"], receiver.Interfaces);
        Assert.Equal([30_000, 10_000], receiver.Counters().Select(static counters => counters.Delivered));
        Assert.All(receiver.Counters(), static counters => Assert.Equal(0, counters.QueueFull));
    }

    [Fact]
    public void TryTake_ConsumerIsBehind_DropsTheNewestAndCountsThem()
    {
        using PacketReceiver receiver = new(
            [new Sequence("a0", 20_000)],
            new PacketReceiverOptions { MaxBatches = 2, BatchPackets = 100, PatienceWhenFull = TimeSpan.FromMilliseconds(1) });
        receiver.Start();
        SpinWait.SpinUntil(() => receiver.Counters()[0].Delivered == 20_000, TimeSpan.FromSeconds(20));
        receiver.Stop();
        int taken = 0;
        while (receiver.TryTake(out PacketBatch? batch, TimeSpan.Zero))
        {
            taken += batch.Count;
            Assert.Equal(0, batch[0].TimestampNs % 100);
            receiver.Return(batch);
        }

        InterfaceCounters counters = receiver.Counters()[0];
        Assert.Equal(200, taken);
        Assert.Equal(20_000, counters.Delivered);
        Assert.Equal(counters.Delivered, taken + counters.QueueFull);
    }

    [Fact]
    public void Failure_SourceFails_IsTold()
    {
        using PacketReceiver receiver = new([new Sequence("a0", 10) { FailsAtEnd = true }]);
        receiver.Start();
        Assert.True(SpinWait.SpinUntil(() => receiver.Failure is not null, TimeSpan.FromSeconds(20)));
        Assert.Equal("a0 is gone.", receiver.Failure!.Message);
        receiver.Stop();
        Assert.Equal(10, receiver.Counters()[0].Delivered);
    }

    [Fact]
    public void Open_NoSuchInterface_SaysSoAndLeavesNothingOpen()
    {
        CaptureException thrown = Assert.Throws<CaptureException>(
            () => PacketReceiver.Open([new CaptureInputOptions { Interface = "no-such0" }]));
        Assert.Contains("no-such0", thrown.Message, StringComparison.Ordinal);
    }

    /// <summary>Packets with their number as time stamp, then silence.</summary>
    private sealed class Sequence(string name, int packets) : IPacketSource
    {
        private readonly byte[] _data = new byte[200];
        private int _next;

        public bool FailsAtEnd { get; init; }

        public string Name => name;

        public int LinkType => 1;

        public int Receive(IPacketSink sink, int most, TimeSpan wait)
        {
            int given = 0;
            for (; given < most && _next < packets; given++, _next++)
            {
                sink.OnPacket(new FlowSensor.Capture.CapturedPacket(_data.AsSpan(0, _next % 200), _next, 1500, LinkType));
            }

            if (given == 0 && FailsAtEnd)
            {
                throw new CaptureException($"{name} is gone.");
            }

            if (given == 0 && wait > TimeSpan.Zero)
            {
                Thread.Sleep(10);
            }

            return given;
        }

        public PacketSourceStatistics ReadStatistics() => new(_next, _next, 0, 0);

        public void Dispose()
        {
        }
    }
}
