using FlowSensor.Engine.Collection;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Intake;
using FlowSensor.Engine.Replay;
using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Flows;

namespace FlowSensor.Engine.Pipeline;

/// <summary>
/// The way of traffic through the sensor, the same for a live run and a replay: datagrams to the collector, packets to the
/// meter and the inspection, records of both to the accounting and the flow output. One thread at a time may feed it.
/// </summary>
public sealed class SensorPipeline
{
    private readonly ExportIntake _exports;
    private readonly Lazy<PacketIntake> _packets;

    /// <summary>Puts the parts together.</summary>
    /// <param name="options">The configuration.</param>
    /// <param name="sink">Takes the windows as they close; null for nobody.</param>
    /// <param name="keepSummary">Keep the sums of the whole input, for a replay's tables.</param>
    /// <param name="output">Takes metered records and, where <c>outputs.ipfix.collected</c> says so, those of exporters; null for nobody.</param>
    /// <param name="detection">Judges the windows as they close; null for nobody.</param>
    /// <param name="observer">Sees every record; null for nobody.</param>
    public SensorPipeline(SensorOptions options, IWindowSink? sink, bool keepSummary, IFlowSink? output = null, DetectionPart? detection = null,
        IRecordObserver? observer = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        IWindowSink? windows = detection is null ? sink : sink is null ? detection : new WindowSinks(sink, detection);
        Accounting = new TrafficAccounting(options.Traffic, windows, keepSummary, detection is null ? 0 : options.Detection.MaxProbedHosts);
        IFlowAccount account = detection is null ? Accounting : new WatchedAccount(Accounting, detection);
        account = observer is null ? account : new ObservedAccount(account, observer);
        IFlowAccount forwarding = output is null ? account : new ForwardingAccount(account, output);
        Collector = new Collector(CollectorOptions.From(options), options.Outputs.Ipfix.Collected ? forwarding : account);
        _exports = new ExportIntake(Collector, Accounting);

        // The tables of metering and inspection take a hundred megabytes that a collector alone does not need.
        _packets = new Lazy<PacketIntake>(() => MakePackets(options, forwarding, detection), isThreadSafe: false);
    }

    /// <summary>Told each whole second of packet time, and <see cref="long.MaxValue"/> when packet time ends or breaks.</summary>
    public event Action<PacketIntake, long>? PacketTimePassed;

    /// <summary>Decodes export datagrams.</summary>
    public Collector Collector { get; }

    /// <summary>Sums up what passes.</summary>
    public TrafficAccounting Accounting { get; }

    /// <summary>Meters and inspects packets; null until the first is to come.</summary>
    public PacketIntake? Packets => _packets.IsValueCreated ? _packets.Value : null;

    /// <summary>The intake for a kind of capture.</summary>
    public ICaptureIntake IntakeFor(CaptureKind kind) => kind == CaptureKind.Packets ? _packets.Value : _exports;

    /// <summary>The intake of packets, made when it is first asked for.</summary>
    public PacketIntake TakePackets() => _packets.Value;

    /// <summary>Ends the input: what waits is given up or sent on, and every window closes.</summary>
    public void Complete()
    {
        Packets?.Complete();
        _exports.Complete();
        Accounting.Flush();
    }

    private PacketIntake MakePackets(SensorOptions options, IFlowAccount account, DetectionPart? detection)
    {
        PacketIntake intake = new(options, account, detection?.TakeWatch(), detection?.Slices);
        intake.TimePassed += time => PacketTimePassed?.Invoke(intake, time);
        return intake;
    }
}
