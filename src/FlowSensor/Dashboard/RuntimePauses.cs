using System.Diagnostics.Metrics;
using System.Diagnostics.Tracing;

namespace FlowSensor.Dashboard;

/// <summary>
/// Measures how long the runtime holds all threads at once, for the garbage collector or otherwise: from the event that begins to
/// suspend them to the one after which all go on. The runtime's own metrics tell only the sum of all pauses, which says nothing of
/// the longest. The collector's events at this level are a handful a collection, none an allocation.
/// </summary>
internal sealed class RuntimePauses : EventListener
{
    private const string RuntimeSource = "Microsoft-Windows-DotNETRuntime";
    private const EventKeywords GarbageCollection = (EventKeywords)1;

    // CLR ETW events, "GC events": GCRestartEEEnd_V1, GCSuspendEEBegin_V1.
    private const int RestartEnd = 3, SuspendBegin = 9;

    private readonly Meter _meter = new("FlowSensor.Runtime");
    private readonly Histogram<double> _pauses;
    private long _longest;
    private DateTime? _begun;

    /// <summary>Begins to listen.</summary>
    public RuntimePauses()
    {
        _pauses = _meter.CreateHistogram<double>(
            "flowsensor.runtime.pause", "s", "Time in which the runtime held all threads, each pause.", tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = Boundaries });
        _meter.CreateObservableGauge("flowsensor.runtime.pause_longest", () => Longest.TotalSeconds, "s", "The longest pause so far.");
        foreach (EventSource source in EventSource.GetSources())
        {
            Listen(source);
        }
    }

    /// <summary>Bounds of the histogram in seconds; close to each other around the 10 ms that a pause should stay under.</summary>
    internal static double[] Boundaries { get; } =
        [0.0001, 0.00025, 0.0005, 0.001, 0.002, 0.003, 0.004, 0.005, 0.006, 0.008, 0.01, 0.0125, 0.015, 0.02, 0.03, 0.05, 0.1, 0.25, 1];

    /// <summary>The longest pause so far.</summary>
    internal TimeSpan Longest => new(Volatile.Read(ref _longest));

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _meter.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        // The base class calls this for sources there are before the fields here have values; the constructor asks for these.
        if (_pauses is not null)
        {
            Listen(eventSource);
        }
    }

    /// <inheritdoc/>
    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        switch (eventData.EventId)
        {
            case SuspendBegin:
                _begun = eventData.TimeStamp;
                break;
            case RestartEnd when _begun is DateTime begun:
                _begun = null;
                Note(eventData.TimeStamp - begun);
                break;
        }
    }

    private void Listen(EventSource source)
    {
        if (source.Name == RuntimeSource)
        {
            EnableEvents(source, EventLevel.Informational, GarbageCollection);
        }
    }

    // One thread of the runtime delivers the events.
    private void Note(TimeSpan pause)
    {
        // First, so that who is told of a pause reads no shorter one as the longest.
        if (pause.Ticks > _longest)
        {
            Volatile.Write(ref _longest, pause.Ticks);
        }

        _pauses.Record(pause.TotalSeconds);
    }
}
