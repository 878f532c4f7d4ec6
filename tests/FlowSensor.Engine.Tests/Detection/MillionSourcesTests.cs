using FlowSensor.Engine.Detection;
using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Flows;

namespace FlowSensor.Engine.Tests.Detection;

/// <summary>What a window with very many quiet sources costs: nothing is allocated for any of them. The time is in the benchmarks.</summary>
public class MillionSourcesTests
{
    private const int Sources = 200_000;
    private const int MailSources = 5_000;

    [Fact]
    public void OnWindow_QuietSources_AllocateNothingEach()
    {
        Probe probe = new();
        Detector detector = new(new DetectionOptions(), new DetectionSetup(), probe);
        MeasuredSink sink = new(detector);
        TrafficAccounting accounting = new(new TrafficOptions(), sink, keepSummary: false, new DetectionOptions().MaxProbedHosts);
        for (int window = 0; window < 4; window++)
        {
            Fill(accounting, DetectionRun.Monday + (window * DetectionRun.Minute));
            accounting.Advance(DetectionRun.Monday + ((window + 1) * DetectionRun.Minute));
        }

        Assert.Equal(0, probe.Changes);
        Assert.Equal(4, detector.Counters.Windows);
        Assert.Equal(MailSources, detector.Counters.MailSources);

        // The first windows make the tables; later ones a few objects each, however many sources there are.
        Assert.InRange(sink.LastAllocated, 0, 20_000);
    }

    private static void Fill(TrafficAccounting accounting, long time)
    {
        FlowRecord record = new() { Protocol = 6, TcpFlags = 0x1B, Packets = 10, Octets = 4_000, First = time, Last = time, SamplingInterval = 1, SourcePort = 40_000 };
        for (int i = 0; i < Sources; i++)
        {
            record.Source = IpAddress.FromIPv4(0x0A00_0000u + (uint)i);
            record.Destination = IpAddress.FromIPv4(0xC633_6400u + (uint)(i % 200));
            record.DestinationPort = (ulong)(i % 3 == 0 ? 443 : i % 3 == 1 ? 53 : 80);
            record.Protocol = record.DestinationPort == 53 ? 17UL : 6;
            accounting.Add(ref record, time);
            if (i < MailSources)
            {
                record.Protocol = 6;
                record.DestinationPort = 25;
                accounting.Add(ref record, time);
            }
        }
    }

    private sealed class MeasuredSink(Detector detector) : IWindowSink
    {
        public long LastAllocated { get; private set; }

        public void OnWindow(ClosedWindow window)
        {
            // Totals are the window's own list, made once for whoever asks first.
            _ = window.Totals;
            long before = GC.GetAllocatedBytesForCurrentThread();
            detector.OnWindow(window);
            LastAllocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private sealed class Probe : IIncidentSink
    {
        public int Changes { get; private set; }

        public void OnChange(IncidentChange change) => Changes++;
    }
}
