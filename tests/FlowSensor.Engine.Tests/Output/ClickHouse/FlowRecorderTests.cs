using FlowSensor.Engine.ClickHouse;
using FlowSensor.Engine.Output.ClickHouse;
using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Flows;

namespace FlowSensor.Engine.Tests.Output.ClickHouse;

public sealed class FlowRecorderTests : IDisposable
{
    private const long Start = 1_767_571_200_000;
    private const long Day = 86_400_000;

    private readonly FlowBatchPool _pool = new(2, 1 << 20);
    private readonly List<(int Rows, int Octets, uint[] Minutes)> _ended = [];
    private readonly List<FlowBatch> _kept = [];

    public void Dispose() => _pool.Dispose();

    [Fact]
    public void Add_UntilABatchIsFull_EndsIt()
    {
        FlowRecorder recorder = Make(new ClickHouseOptions { BatchRows = 1_000 });

        Add(recorder, 2_500);
        recorder.End();

        Assert.Equal([1_000, 1_000, 500], _ended.Select(static batch => batch.Rows));
        Assert.Equal((2_500L, 0L), (recorder.Rows, recorder.Lost));
    }

    [Fact]
    public void Add_LongerThanTheBuffer_EndsTheBatchBeforeARowIsCut()
    {
        FlowRecorder recorder = Make(new ClickHouseOptions { BatchRows = 1_000_000 });

        Add(recorder, 20_000);
        recorder.End();

        Assert.Equal(20_000, _ended.Sum(static batch => batch.Rows));
        Assert.True(_ended.Count > 1);
        Assert.All(_ended, static batch => Assert.Equal(0, batch.Octets % batch.Rows));
    }

    [Fact]
    public void Add_WhileNoBatchIsFree_LosesAndCounts()
    {
        FlowRecorder recorder = Make(new ClickHouseOptions { BatchRows = 1_000 }, _kept.Add);

        Add(recorder, 2_500);
        recorder.End();

        Assert.Equal(2, _kept.Count);
        Assert.Equal((2_000L, 500L), (recorder.Rows, recorder.Lost));
        _pool.Return(_kept[0]);
        Add(recorder, 1);
        Assert.Equal((2_001L, 500L), (recorder.Rows, recorder.Lost));
    }

    [Fact]
    public void Add_OfSeveralMinutes_NamesThem()
    {
        FlowRecorder recorder = Make(new ClickHouseOptions());

        Add(recorder, 3, Start + 59_999);
        Add(recorder, 3, Start + 60_000);
        Add(recorder, 3, Start);
        Add(recorder, 1, -5);
        recorder.End();

        Assert.Equal([0u, (uint)(Start / 1_000), (uint)(Start / 1_000) + 60], Assert.Single(_ended).Minutes.Order());
    }

    [Fact]
    public void Add_OfManyDays_EndsBatchesBeforeAServerWouldRefuseThem()
    {
        FlowRecorder recorder = Make(new ClickHouseOptions());

        for (int day = 0; day < 120; day++)
        {
            Add(recorder, 2, Start + (day * Day));
        }

        recorder.End();

        Assert.Equal([100, 100, 40], _ended.Select(static batch => batch.Rows));
    }

    [Fact]
    public void Add_ABidirectionalRecord_GivesTwoRows()
    {
        FlowRecorder recorder = Make(new ClickHouseOptions());
        FlowRecord record = Record(1);
        record.ReversePackets = 1;

        recorder.Add(ref record, Start);
        recorder.End();

        Assert.Equal(2, Assert.Single(_ended).Rows);
    }

    [Fact]
    public void EndIfOld_BeforeAndAfterItsAge_EndsTheBatchOnce()
    {
        SettableClock clock = new();
        FlowRecorder recorder = Make(new ClickHouseOptions { BatchAge = TimeSpan.FromSeconds(10) }, clock: clock);
        Add(recorder, 1);

        clock.Now += TimeSpan.FromSeconds(9);
        recorder.EndIfOld();
        Assert.Empty(_ended);
        clock.Now += TimeSpan.FromSeconds(1);
        recorder.EndIfOld();
        recorder.EndIfOld();

        Assert.Single(_ended);
    }

    [Fact]
    public void Add_InSteadyState_AllocatesNothing()
    {
        FlowRecorder recorder = Make(new ClickHouseOptions { BatchRows = 1_000 }, _pool.Return);
        Add(recorder, 5_000);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Add(recorder, 50_000);

        // A collection node for each of fifty batches that go through the pool, nothing for a record.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 50 * 200);
    }

    private FlowRecorder Make(ClickHouseOptions options, Action<FlowBatch>? deliver = null, TimeProvider? clock = null)
    {
        clock ??= TimeProvider.System;
        return new FlowRecorder(options, "edge1", new TrafficOptions(), _pool, new BatchNumbers(clock), clock, deliver ?? Take, waits: false);
    }

    private void Take(FlowBatch batch)
    {
        _ended.Add((batch.Rows, batch.Octets, [.. batch.Minutes]));
        _pool.Return(batch);
    }

    private static void Add(FlowRecorder recorder, int records, long time = Start)
    {
        for (int i = 0; i < records; i++)
        {
            FlowRecord record = Record((uint)i);
            recorder.Add(ref record, time);
        }
    }

    private static FlowRecord Record(uint number) => new()
    {
        Source = IpAddress.FromIPv4(0xC000_0200 + (number & 0xFF)),
        Destination = IpAddress.FromIPv4(0xC633_6401),
        Protocol = 6,
        SourcePort = 40_000,
        DestinationPort = 25,
        TcpFlags = 0x1B,
        Packets = 1,
        Octets = 40,
    };

    private sealed class SettableClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch.AddDays(20_000);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
