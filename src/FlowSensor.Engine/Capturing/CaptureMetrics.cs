using System.Diagnostics.Metrics;

namespace FlowSensor.Engine.Capturing;

/// <summary>Instruments of the interfaces that packets are taken from. One thread.</summary>
public sealed class CaptureMetrics
{
    private readonly Counter<long> _seen;
    private readonly Counter<long> _lost;
    private readonly Dictionary<string, InterfaceCounters> _interfaces = [];

    /// <summary>Makes the instruments.</summary>
    public CaptureMetrics(IMeterFactory factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        Meter meter = factory.Create("FlowSensor.Capturing");
        _seen = meter.CreateCounter<long>("flowsensor.capturing.packets", "{packet}", "Packets the kernel counted behind the filter, by interface.");
        _lost = meter.CreateCounter<long>("flowsensor.capturing.dropped", "{packet}", "Packets lost on the way to the meter, by interface and cause.");
    }

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
}
