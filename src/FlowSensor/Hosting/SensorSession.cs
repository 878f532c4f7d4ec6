using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Pipeline;
using FlowSensor.Engine.Storage;

namespace FlowSensor.Hosting;

/// <summary>A pipeline with what keeps its results; one configuration long. One thread at a time may feed it.</summary>
internal sealed class SensorSession
{
    private readonly WindowRecorder? _recorder;
    private readonly LedgerDeltas _deltas;

    /// <summary>Puts the parts together.</summary>
    /// <param name="options">The configuration.</param>
    /// <param name="add">Takes what is to be stored; null to store nothing.</param>
    /// <param name="kernelDropped">Datagrams the kernel dropped so far.</param>
    /// <param name="keepSummary">Keep the sums of the whole input.</param>
    public SensorSession(SensorOptions options, Action<StoredSpan>? add, Func<long> kernelDropped, bool keepSummary)
    {
        _recorder = add is null ? null : new WindowRecorder(options.Traffic, add, TakeLedgers);
        Pipeline = new SensorPipeline(options, _recorder, keepSummary);
        _deltas = new LedgerDeltas(Pipeline.Collector, kernelDropped);
    }

    /// <summary>The way of traffic.</summary>
    public SensorPipeline Pipeline { get; }

    /// <summary>Closes what is open and hands it to the store.</summary>
    public void Complete()
    {
        Pipeline.Complete();
        _recorder?.Complete();
    }

    private IReadOnlyList<ExporterLedger> TakeLedgers() => _deltas.Take();
}
