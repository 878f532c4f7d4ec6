using System.Buffers.Binary;
using BenchmarkDotNet.Attributes;
using FlowSensor.Engine.Collection;
using FlowSensor.Engine.Traffic;
using FlowSensor.Generator;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Benchmarks.Exports;

/// <summary>v9 datagrams through collector and accounting, 150,000 sources, all services, pairs and bands, windows closing; per record.</summary>
public class CollectorBenchmarks
{
    private const int Records = 1_000_000;

    private Collector _collector = null!;
    private RecordedDatagrams _datagrams = null!;
    private uint[] _datagramsOfExporter = null!;
    private long _shiftMs;

    /// <summary>Generates, and runs twice so that tables and pools have their size.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _datagrams = RecordedDatagrams.Of(ExportFormat.V9, Records, 150_000);
        _datagramsOfExporter = new uint[8];
        foreach ((_, IpAddress exporter, _) in _datagrams.All)
        {
            _datagramsOfExporter[exporter.IPv4 & 7]++;
        }

        _collector = new Collector(new CollectorOptions(), new TrafficAccounting(new TrafficOptions(), new IgnoredWindows()));
        Account();
        Account();
    }

    /// <summary>All datagrams once, each time as if the exporters had gone on.</summary>
    [Benchmark(OperationsPerInvoke = Records)]
    public long Account()
    {
        foreach ((byte[] payload, IpAddress exporter, long timeMs) in _datagrams.All)
        {
            _collector.Receive(payload, exporter, timeMs + _shiftMs);

            // RFC 3954 5.1: version(2) count(2) uptime(4) seconds(4) sequence(4) source(4).
            Span<byte> time = payload.AsSpan(8);
            BinaryPrimitives.WriteUInt32BigEndian(time, BinaryPrimitives.ReadUInt32BigEndian(time) + (uint)(_datagrams.SpanMs / 1000));
            Span<byte> sequence = payload.AsSpan(12);
            BinaryPrimitives.WriteUInt32BigEndian(sequence, BinaryPrimitives.ReadUInt32BigEndian(sequence) + _datagramsOfExporter[exporter.IPv4 & 7]);
        }

        _shiftMs += _datagrams.SpanMs;
        return _collector.TemplateCount;
    }
}
