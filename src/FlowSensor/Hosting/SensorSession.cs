using FlowSensor.Engine.Collection;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Contacts;
using FlowSensor.Engine.Output;
using FlowSensor.Engine.Pipeline;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.Inspection;
using FlowSensor.Engine.Storage.Mail;

namespace FlowSensor.Hosting;

/// <summary>A pipeline with what keeps its results and sends them on; one configuration long. One thread at a time may feed it.</summary>
internal sealed class SensorSession : IDisposable
{
    private readonly WindowRecorder? _recorder;
    private readonly DetectionPart? _detection;
    private readonly LedgerDeltas _deltas;
    private readonly IRecordObserver? _observer;

    /// <summary>Puts the parts together.</summary>
    /// <param name="options">The configuration.</param>
    /// <param name="add">Takes what is closed; null when nobody wants it.</param>
    /// <param name="groups">Groups windows by next hop and institution; null to keep no groups.</param>
    /// <param name="kernelDropped">Datagrams the kernel dropped so far.</param>
    /// <param name="observer">Sees every record; null for nobody.</param>
    /// <param name="isReplay">Keep the sums of the whole input, and send results no faster than they can be received.</param>
    /// <param name="detection">Judges what is stored; null for nobody.</param>
    /// <param name="interfaces">What becomes of the packets of each interface; null where there are none.</param>
    /// <exception cref="Capture.CaptureException">An output cannot be sent to.</exception>
    public SensorSession(SensorOptions options, Action<StoredItem>? add, GroupTotals? groups, Func<long> kernelDropped, IRecordObserver? observer, bool isReplay, DetectionPart? detection = null,
        InterfaceDeltas? interfaces = null)
    {
        _observer = observer;
        _recorder = add is null ? null : new WindowRecorder(
            options.Traffic, add, TakeLedgers, groups is null ? null : groups.Of, interfaces is null ? null : interfaces.Take, inBackground: !isReplay && observer is null);
        Output = options.Outputs.Ipfix.Collector is null ? null : new IpfixOutput(options.Outputs.Ipfix, isReplay);
        _detection = detection;
        Pipeline = new SensorPipeline(options, _recorder, isReplay, Output, detection, observer);
        if (add is not null)
        {
            Pipeline.PacketTimePassed += new MailRecorder(add).Advance;
            Pipeline.PacketTimePassed += new InspectionRecorder((long)options.Traffic.Window.TotalMilliseconds, add).Advance;
        }

        _deltas = new LedgerDeltas(Pipeline.Collector, kernelDropped);
    }

    /// <summary>The way of traffic.</summary>
    public SensorPipeline Pipeline { get; }

    /// <summary>Sends flow records on; null where it is not configured.</summary>
    public IpfixOutput? Output { get; }

    /// <summary>Sends on what has waited long enough; to be called every second or so.</summary>
    public void SendWaiting()
    {
        Output?.Flush();
        _observer?.Tick();
    }

    /// <summary>Closes what is open, hands it to the store, and sends what waits.</summary>
    public void Complete()
    {
        try
        {
            Pipeline.Complete();
        }
        finally
        {
            // It may still be at work, for a store that is closed after this.
            _recorder?.Complete();
        }

        _detection?.Complete();
        Output?.Flush();
    }

    /// <summary>Waits until what closed so far is on its way to the store.</summary>
    public void Settle() => _recorder?.Settle();

    /// <inheritdoc/>
    public void Dispose() => Output?.Dispose();

    private IReadOnlyList<ExporterLedger> TakeLedgers() => _deltas.Take();
}
