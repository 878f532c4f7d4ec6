using FlowSensor.Engine.Traffic;

namespace FlowSensor.Engine.Storage;

/// <summary>
/// Takes closed windows from the accounting and hands what is to be kept to the store; ends an hour when the next begins.
/// </summary>
/// <param name="add">Takes a span: <see cref="SensorStore.TryAdd"/> of a live sensor or <see cref="SensorStore.Add"/> of a replay.</param>
/// <param name="takeLedgers">Gives what each exporter sent since the last call.</param>
public sealed class WindowRecorder(Action<StoredSpan> add, Func<IReadOnlyList<ExporterLedger>> takeLedgers) : IWindowSink
{
    private const long HourLength = 3_600_000;

    private long _hour = -1;
    private long _hourEnd;
    private StoredSpan? _latest;

    /// <inheritdoc/>
    public void OnWindow(ClosedWindow window)
    {
        long hour = window.Start - (window.Start % HourLength);
        if (hour != _hour)
        {
            EndHour();
            _hour = hour;
        }

        _hourEnd = Math.Max(_hourEnd, window.End);
        List<StoredSources> sources = [];
        foreach (ServiceTotal total in window.Services)
        {
            sources.Add(new StoredSources(total.ServiceDirection, window.KeptSources(total.ServiceDirection)));
        }

        _latest = new StoredSpan
        {
            Kind = SpanKind.Window,
            Start = window.Start,
            End = window.End,
            SourceCount = window.SourceCount,
            Services = window.Services,
            Totals = window.Totals,
            Bands = window.Bands,
            Sources = sources,
            Ledgers = takeLedgers(),
        };
        add(_latest);
    }

    /// <summary>Ends the hour that is open; call it when the run ends.</summary>
    public void Complete()
    {
        // What arrived after the last window closed belongs to it: the ledger over all spans must be whole.
        if (_latest is StoredSpan latest && takeLedgers() is { Count: > 0 } rest)
        {
            add(new StoredSpan { Kind = SpanKind.Window, Start = latest.Start, End = latest.End, Ledgers = rest });
        }

        _latest = null;
        EndHour();
        _hour = -1;
    }

    // Totals and sources of the hour are summed by the store from its windows.
    private void EndHour()
    {
        if (_hour >= 0)
        {
            add(new StoredSpan { Kind = SpanKind.Hour, Start = _hour, End = Math.Min(_hourEnd, _hour + HourLength) });
        }
    }
}
