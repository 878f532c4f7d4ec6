using System.Diagnostics.Metrics;
using FlowSensor.Engine.Capturing;
using FlowSensor.Engine.Collection;
using FlowSensor.Engine.Intake;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Traffic;
using FlowSensor.Status;

namespace FlowSensor.Hosting;

/// <summary>Brings the accounts of the running sensor into its instruments, about once a second, on the feeding thread.</summary>
internal sealed class LiveMetrics
{
    private readonly CollectionMetrics _collection;
    private readonly CaptureMetrics _capture;
    private readonly MeteringMetrics _metering;
    private readonly InspectionMetrics _inspection;
    private readonly TrafficMetrics _traffic;
    private readonly StoreMetrics _store;
    private SensorSession? _session;
    private LedgerDeltas? _deltas;

    public LiveMetrics(IMeterFactory meters)
    {
        _collection = new CollectionMetrics(meters);
        _capture = new CaptureMetrics(meters);
        _metering = new MeteringMetrics(meters);
        _inspection = new InspectionMetrics(meters);
        _traffic = new TrafficMetrics(meters);
        _store = new StoreMetrics(meters);
    }

    /// <summary>Reports what happened since the last time.</summary>
    public void Report(SensorSession session, LiveInputs inputs, SensorStatus status, TimeProvider clock)
    {
        if (_session != session)
        {
            _session = session;
            _deltas = new LedgerDeltas(session.Pipeline.Collector, inputs.KernelDropped);
            _traffic.Begin();
            _metering.Begin();
            _inspection.Begin();
        }

        foreach (ExporterLedger ledger in _deltas!.Take())
        {
            _collection.Report(ledger);
        }

        _collection.Exporters(session.Pipeline.Collector.Exporters.Count);
        foreach (InterfaceCounters counters in inputs.Packets?.Counters() ?? [])
        {
            _capture.Report(counters);
        }

        if (session.Pipeline.Packets is PacketIntake packets)
        {
            _metering.Report(packets);
            _inspection.Report(packets);
        }

        long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        EventClock time = session.Pipeline.Collector.Clock;
        _traffic.Report(session.Pipeline.Accounting.Counters, time.IsStarted ? now - time.Watermark : null);
        _store.Report(status.StoreWritten, status.StoreLost);
    }
}
