using FlowSensor.Engine.Collection;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Replay;
using FlowSensor.Engine.Traffic;

namespace FlowSensor.Engine.Pipeline;

/// <summary>
/// The way of traffic through the sensor, the same for a live run and a replay: datagrams to the collector, packets to the
/// meter, both to the accounting. One thread at a time may feed it.
/// </summary>
public sealed class SensorPipeline
{
    private readonly ExportIntake _exports;
    private readonly PacketIntake _packets;

    /// <summary>Puts the parts together.</summary>
    /// <param name="options">The configuration.</param>
    /// <param name="sink">Takes the windows as they close; null for nobody.</param>
    /// <param name="keepSummary">Keep the sums of the whole input, for a replay's tables.</param>
    public SensorPipeline(SensorOptions options, IWindowSink? sink, bool keepSummary)
    {
        ArgumentNullException.ThrowIfNull(options);
        Accounting = new TrafficAccounting(options.Traffic, sink, keepSummary);
        Collector = new Collector(CollectorOptions.From(options), Accounting);
        _exports = new ExportIntake(Collector, Accounting);
        _packets = new PacketIntake(options, Accounting);
    }

    /// <summary>Decodes export datagrams.</summary>
    public Collector Collector { get; }

    /// <summary>Sums up what passes.</summary>
    public TrafficAccounting Accounting { get; }

    /// <summary>Meters packets.</summary>
    public PacketIntake Packets => _packets;

    /// <summary>The intake for a kind of capture.</summary>
    public ICaptureIntake IntakeFor(CaptureKind kind) => kind == CaptureKind.Packets ? _packets : _exports;

    /// <summary>Ends the input: what waits is given up or sent on, and every window closes.</summary>
    public void Complete()
    {
        _packets.Complete();
        _exports.Complete();
        Accounting.Flush();
    }
}
