using BenchmarkDotNet.Attributes;
using FlowSensor.Benchmarks.Exports;
using FlowSensor.Engine.Inspection;
using FlowSensor.Engine.MailStatistics;
using FlowSensor.Engine.Metering;
using FlowSensor.Protocols.Packets;
using FlowSensor.Protocols.Pcap;

namespace FlowSensor.Benchmarks.Packets;

/// <summary>The stages of a packet's way, per packet of a mix of 30 % DNS, 30 % SMTP, and others.</summary>
public class PacketBenchmarks
{
    private readonly PacketParser _parser = new();
    private RecordedPackets _packets = null!;
    private CaptureReader _reader = null!;
    private FlowCache _cache = null!;
    private PacketInspector _inspector = null!;
    private InspectionQueue _inspections = null!;
    private long _shiftMs;

    /// <summary>Generates; sessions and flows of every kind run to their end once.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _packets = new RecordedPackets();
        _reader = CaptureReader.Open(new EndlessCapture(_packets.Capture));
        _cache = new FlowCache(new FlowCacheOptions(), new DiscardingSink());
        _inspector = new PacketInspector(new InspectionOptions(), new MailServerStatistics(new MailStatisticsOptions(), MailCalendar.Default));
        _inspections = new InspectionQueue(_inspector);
        for (int round = 0; round < 3; round++)
        {
            Meter();
            Inspect();
        }
    }

    /// <summary>Gives the reader's buffer back.</summary>
    [GlobalCleanup]
    public void Cleanup() => _reader.Dispose();

    /// <summary>Reading a pcap file.</summary>
    [Benchmark(OperationsPerInvoke = RecordedPackets.Count)]
    public long Read()
    {
        long octets = 0;
        for (int i = 0; i < RecordedPackets.Count; i++)
        {
            _reader.TryReadNext(out CapturedPacket packet);
            octets += packet.WireLength;
        }

        return octets;
    }

    /// <summary>Parsing headers.</summary>
    [Benchmark(OperationsPerInvoke = RecordedPackets.Count)]
    public long Parse()
    {
        long octets = 0;
        for (int i = 0; i < RecordedPackets.Count; i++)
        {
            ReadOnlySpan<byte> data = _packets.Data(i);
            _parser.Parse(LinkType.Ethernet, data, data.Length, out PacketHeaders headers);
            octets += headers.IpLength;
        }

        return octets;
    }

    /// <summary>Metering into flows.</summary>
    [Benchmark(OperationsPerInvoke = RecordedPackets.Count)]
    public long Meter()
    {
        for (int i = 0; i < RecordedPackets.Count; i++)
        {
            _cache.Add(_packets.Headers[i], _packets.Data(i), (_packets.TimeNs(i) / 1_000_000) + _shiftMs);
        }

        _shiftMs += RecordedPackets.SpanMs;
        return _cache.Counters.Packets;
    }

    /// <summary>Reading DNS and SMTP.</summary>
    [Benchmark(OperationsPerInvoke = RecordedPackets.Count)]
    public long Inspect()
    {
        for (int i = 0; i < RecordedPackets.Count; i++)
        {
            ref readonly PacketHeaders headers = ref _packets.Headers[i];
            ReadOnlySpan<byte> payload = _packets.Data(i).Slice(headers.PayloadOffset, headers.PayloadLength);
            _inspections.Add(headers, payload, (_packets.TimeNs(i) / 1_000_000) + _shiftMs);
        }

        _inspections.Settle();
        _shiftMs += RecordedPackets.SpanMs;
        return _inspector.Inspected;
    }
}
