using System.Diagnostics.Metrics;
using FlowSensor.Engine.Replay;
using FlowSensor.Engine.Reports;

namespace FlowSensor.Engine.Capturing;

/// <summary>Instruments of capture and metering. One thread.</summary>
public sealed class CaptureMetrics
{
    private readonly Counter<long> _seen;
    private readonly Counter<long> _lost;
    private readonly Counter<long> _metered;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _records;
    private readonly Gauge<int> _flows;
    private readonly Dictionary<string, InterfaceCounters> _interfaces = [];
    private PacketLedgerReport _packets = new();

    /// <summary>Makes the instruments.</summary>
    public CaptureMetrics(IMeterFactory factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        Meter meter = factory.Create("FlowSensor.Capturing");
        _seen = meter.CreateCounter<long>("flowsensor.capturing.packets", "{packet}", "Packets the kernel counted behind the filter, by interface.");
        _lost = meter.CreateCounter<long>("flowsensor.capturing.dropped", "{packet}", "Packets lost on the way to the meter, by interface and cause.");
        _metered = meter.CreateCounter<long>("flowsensor.metering.packets", "{packet}", "Packets accounted in flows.");
        _dropped = meter.CreateCounter<long>("flowsensor.metering.dropped", "{packet}", "Packets not accounted in flows, by cause.");
        _records = meter.CreateCounter<long>("flowsensor.metering.records", "{record}", "Flow records made of packets.");
        _flows = meter.CreateGauge<int>("flowsensor.metering.flows", "{flow}", "Flows in the flow cache.");
    }

    /// <summary>Tells that a meter begins whose account starts at nothing; interfaces may count on or not.</summary>
    public void Begin() => _packets = new PacketLedgerReport();

    /// <summary>Adds what an interface saw since the last time.</summary>
    public void Report(InterfaceCounters counters)
    {
        ArgumentNullException.ThrowIfNull(counters);
        InterfaceCounters? before = _interfaces.GetValueOrDefault(counters.Interface);
        before = before is null || before.Seen > counters.Seen ? new InterfaceCounters { Interface = counters.Interface } : before;
        KeyValuePair<string, object?> name = new("interface", counters.Interface);
        _seen.Add(counters.Seen - before.Seen, name);
        _lost.Add(Math.Max(0, counters.KernelDropped - before.KernelDropped), name, new("cause", "kernel_dropped"));
        _lost.Add(Math.Max(0, counters.QueueFull - before.QueueFull), name, new("cause", "queue_full"));
        _lost.Add(Math.Max(0, counters.InterfaceDropped - before.InterfaceDropped), name, new("cause", "interface_dropped"));
        _interfaces[counters.Interface] = counters;
    }

    /// <summary>Adds what the meter did since the last time.</summary>
    public void Report(PacketIntake intake)
    {
        ArgumentNullException.ThrowIfNull(intake);
        PacketLedgerReport now = PacketLedgerReport.Of(intake);
        _metered.Add(now.Metered - _packets.Metered);
        _records.Add(now.Records - _packets.Records);
        foreach ((string cause, long packets) in now.Dropped)
        {
            _dropped.Add(packets - _packets.Dropped.GetValueOrDefault(cause), new KeyValuePair<string, object?>("cause", cause));
        }

        _flows.Record(intake.Counters.Held);
        _packets = now;
    }
}
