using BenchmarkDotNet.Attributes;
using FlowSensor.Generator;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Flows;

namespace FlowSensor.Benchmarks.Exports;

/// <summary>Decoding of datagrams, per record.</summary>
public class ExportDecodeBenchmarks
{
    private const int Records = 24_000;

    private readonly DiscardingSink _sink = new();
    private readonly ObservationDomain[] _domains = [.. Enumerable.Range(0, 8).Select(static _ => new ObservationDomain())];
    private readonly List<(byte[] Payload, int Domain)> _datagrams = [];
    private DatagramDecoder _decoder = null!;

    /// <summary>Version of the format.</summary>
    [Params(5, 9, 10)]
    public int Version { get; set; }

    /// <summary>Generates the datagrams; the templates are learned by the warm-up.</summary>
    [GlobalSetup]
    public void Setup()
    {
        ExportFormat format = Version switch { 5 => ExportFormat.V5, 9 => ExportFormat.V9, _ => ExportFormat.Ipfix };
        _decoder = new DatagramDecoder(_sink);
        foreach ((byte[] payload, IpAddress exporter, _) in RecordedDatagrams.Of(format, Records, 10_000).All)
        {
            _datagrams.Add((payload, (int)(exporter.IPv4 & 7)));
        }
    }

    /// <summary>All datagrams once.</summary>
    [Benchmark(OperationsPerInvoke = Records)]
    public ulong Decode()
    {
        foreach ((byte[] payload, int domain) in _datagrams)
        {
            if (DatagramHeader.TryRead(payload, out DatagramHeader header) == DecodeStatus.Ok)
            {
                _decoder.Decode(payload, header, _domains[domain], out _);
            }
        }

        return _sink.Octets;
    }
}
