using BenchmarkDotNet.Attributes;
using FlowSensor.Benchmarks.Exports;
using FlowSensor.Engine.ClickHouse;
using FlowSensor.Engine.Collection;
using FlowSensor.Engine.Output.ClickHouse;
using FlowSensor.Engine.Traffic;
using FlowSensor.Generator;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Flows;

namespace FlowSensor.Benchmarks.Outputs;

/// <summary>What a flow record costs the thread that accounts when it is written to ClickHouse, and what the output's own thread pays for it.</summary>
public class ClickHouseBenchmarks : IDisposable
{
    private const int Records = 100_000;

    private readonly FlowBatchPool _pool = new(2, Records * 256);
    private readonly MemoryStream _payload = new(Records * 256);
    private FlowRecord[] _records = [];
    private FlowRecorder _recorder = null!;
    private FlowBatch _full = null!;

    /// <summary>Decodes generated exports, and encodes them twice so that services are known and buffers have their size.</summary>
    [GlobalSetup]
    public void Setup()
    {
        RecordList list = new();
        Collector collector = new(new CollectorOptions(), list);
        foreach ((byte[] payload, IpAddress exporter, long timeMs) in RecordedDatagrams.Of(ExportFormat.V9, Records, 30_000).All)
        {
            collector.Receive(payload, exporter, timeMs);
        }

        _records = [.. list.Records];
        _recorder = new FlowRecorder(
            new ClickHouseOptions(), "edge1", new TrafficOptions(), _pool, new BatchNumbers(TimeProvider.System), TimeProvider.System, _pool.Return, waits: false);
        Encode();
        Encode();

        FlowRecorder keeping = new(
            new ClickHouseOptions(), "edge1", new TrafficOptions(), _pool, new BatchNumbers(TimeProvider.System), TimeProvider.System, batch => _full = batch, waits: false);
        for (int i = 0; i < _records.Length; i++)
        {
            keeping.Add(ref _records[i], _records[i].ExportTime);
        }

        keeping.End();
    }

    /// <summary>A record as a row: on the thread that accounts.</summary>
    [Benchmark(OperationsPerInvoke = Records)]
    public long Encode()
    {
        for (int i = 0; i < _records.Length; i++)
        {
            _recorder.Add(ref _records[i], _records[i].ExportTime);
        }

        _recorder.End();
        return _recorder.Rows;
    }

    /// <summary>Its row compressed: on the output's own thread.</summary>
    [Benchmark(OperationsPerInvoke = Records)]
    public long Compress()
    {
        BatchFormat.Begin(_payload);
        BatchFormat.AddRows(_payload, ClickHouseTable.Flows, _full.Content);
        BatchFormat.End(_payload, [], [], []);
        return _payload.Length;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _pool.Dispose();
        _payload.Dispose();
        GC.SuppressFinalize(this);
    }

    private sealed class RecordList : IFlowAccount
    {
        public List<FlowRecord> Records { get; } = [];

        public void Add(ref FlowRecord record, long eventTime) => Records.Add(record);

        public void Advance(long watermark)
        {
        }

        public void Flush()
        {
        }
    }
}
