using BenchmarkDotNet.Attributes;
using FlowSensor.Engine.Detection;
using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Flows;

namespace FlowSensor.Benchmarks.Detection;

/// <summary>
/// A window with a million active sources, judged by every shipped rule: the time after each window close. Every source shows one to three
/// classes; 2 % send mail, and 1,000 probe.
/// </summary>
public class DetectorBenchmarks : IIncidentSink
{
    private const int Sources = 1_000_000;
    private const int MailSources = 20_000;
    private const int Probing = 1_000;
    private const long Minute = 60_000;

    private Detector _detector = null!;
    private TrafficTables _tables = null!;
    private ProbeTable _probes = null!;
    private long _start = 1_767_571_200_000;
    private long _changes;
    private TimeSpan _quickest = TimeSpan.MaxValue;

    /// <summary>Fills the window, and judges it until every table has its size.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _detector = new Detector(new DetectionOptions(), new DetectionSetup(), this);
        TrafficAccounting accounting = new(new TrafficOptions(), new NoSink(), keepSummary: true);
        Fill(accounting);
        accounting.Flush();
        _tables = accounting.Summary!.Tables;
        _probes = new ProbeTable(_tables.Pools, new DetectionOptions().MaxProbedHosts);
        FlowRecord probe = new() { Protocol = 6, TcpFlags = 0x02, Packets = 1, Octets = 40, DestinationPort = 8_443, SamplingInterval = 1 };
        for (int i = 0; i < Probing; i++)
        {
            probe.Source = IpAddress.FromIPv4(0x0A00_0000u + (uint)i);
            probe.Destination = IpAddress.FromIPv4(0xC633_6400u + (uint)(i % 50));
            _probes.Add(in probe, ProbeNature.Syn, isReverse: false, 0, 0, 0);
        }

        _probes.Settle();

        JudgeMillionSources();
        JudgeMillionSources();
    }

    /// <inheritdoc/>
    public void OnChange(IncidentChange change) => _changes++;

    /// <summary>Judges the window.</summary>
    [Benchmark]
    public long JudgeMillionSources()
    {
        TimeSpan before = Environment.CpuUsage.TotalTime;
        _detector.OnWindow(new ClosedWindow(new TrafficWindow(_start, _start + Minute, _tables, _probes), _tables));
        TimeSpan taken = Environment.CpuUsage.TotalTime - before;
        _quickest = taken < _quickest ? taken : _quickest;
        _start += Minute;
        return _changes;
    }

    /// <summary>Says the processor time, which others on the machine change least.</summary>
    [GlobalCleanup]
    public void Report() => Console.WriteLine($"// Quickest window by processor time: {_quickest.TotalMilliseconds:0} ms");

    private static void Fill(TrafficAccounting accounting)
    {
        FlowRecord record = new() { TcpFlags = 0x1B, Packets = 10, Octets = 4_000, SamplingInterval = 1, SourcePort = 40_000 };
        for (int i = 0; i < Sources; i++)
        {
            record.Source = IpAddress.FromIPv4(0x0A00_0000u + (uint)i);
            record.Destination = IpAddress.FromIPv4(0xC633_6400u + (uint)(i * 7 % 4_000));
            for (int part = 0; part <= i % 3; part++)
            {
                record.DestinationPort = (ulong)(part == 0 ? 443 : part == 1 ? 53 : 8_080);
                record.Protocol = part == 1 ? 17UL : 6;
                accounting.Add(ref record, Minute);
            }

            record.Protocol = 6;
            if (i < MailSources)
            {
                record.DestinationPort = 25;
                accounting.Add(ref record, Minute);
            }
        }
    }

    private sealed class NoSink : IWindowSink
    {
        public void OnWindow(ClosedWindow window)
        {
        }
    }
}
