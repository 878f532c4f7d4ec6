using FlowSensor.Engine.Collection;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Replay;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Traffic;

namespace FlowSensor.Commands;

/// <summary>The parts of one replay: collector, accounting, and the store where one is named.</summary>
internal sealed class ReplaySession
{
    private readonly TrafficAccounting _accounting;
    private readonly TrafficInput _account;
    private readonly WindowRecorder? _recorder;
    private readonly ExportIntake _exports;
    private readonly LedgerDeltas _deltas;

    /// <summary>Puts the parts together.</summary>
    public ReplaySession(SensorOptions options, SensorStore? store)
    {
        // The ledger is asked for as windows close, and the collector that keeps it needs the accounting first.
        _recorder = store is null ? null : new WindowRecorder(options.Traffic, store.Add, TakeLedgers);
        _accounting = new TrafficAccounting(options.Traffic, (IWindowSink?)_recorder ?? new NoWindows(), keepSummary: true);
        _account = new TrafficInput(_accounting);
        Collector = new Collector(CollectorOptions.From(options), _account);
        _deltas = new LedgerDeltas(Collector, static () => 0);
        _exports = new ExportIntake(Collector, _account);
    }

    /// <summary>The collector of exports.</summary>
    public Collector Collector { get; }

    /// <summary>Everything accounted.</summary>
    public TrafficSpan Traffic => _accounting.Summary!;

    /// <summary>What takes the packets of a kind of capture.</summary>
    /// <exception cref="ReplayException">The kind is not read by this version.</exception>
    public ICaptureIntake IntakeOf(CaptureKind kind) => kind == CaptureKind.Exports
        ? _exports
        : throw new ReplayException("The capture holds no flow exports, and reading ordinary packets is not available in this version; say --as exports if it does hold some.");

    /// <summary>Closes what is open and hands it to the store.</summary>
    public void Complete()
    {
        _account.Flush();
        _recorder?.Complete();
    }

    private IReadOnlyList<ExporterLedger> TakeLedgers() => _deltas.Take();
}
