using FlowSensor.Engine.Capturing;
using FlowSensor.Engine.Collection;
using FlowSensor.Engine.Traffic;

namespace FlowSensor.Engine.Storage;

/// <summary>
/// Takes closed windows from the accounting and hands what is to be kept to the store. It also sums clock hours and days for
/// the services that ask for it, and ends each when the next begins. Belongs to the thread of the accounting.
/// </summary>
/// <param name="options">Settings of the accounting.</param>
/// <param name="add">Takes a span: <see cref="SensorStore.TryAdd"/> of a live sensor or <see cref="SensorStore.Add"/> of a replay.</param>
/// <param name="takeLedgers">Gives what each exporter sent since the last call.</param>
/// <param name="group">Groups a window by next hop and institution; null to keep no groups.</param>
/// <param name="takeInterfaces">Gives what became of the packets of each interface since the last call; null where there are none.</param>
public sealed class WindowRecorder(TrafficOptions options, Action<StoredSpan> add, Func<IReadOnlyList<ExporterLedger>> takeLedgers,
    Func<TrafficSpan, IReadOnlyList<GroupTotal>>? group = null, Func<IReadOnlyList<InterfaceCounters>>? takeInterfaces = null) : IWindowSink
{
    private readonly Dictionary<int, ExporterLedger> _known = [];
    private SpanSums? _hour;
    private SpanSums? _day;
    private StoredSpan? _latest;

    /// <inheritdoc/>
    public void OnWindow(ClosedWindow window)
    {
        ArgumentNullException.ThrowIfNull(window);
        _hour ??= new SpanSums(SpanKind.Hour, options, window.ServiceDirections);
        _day ??= new SpanSums(SpanKind.Day, options, window.ServiceDirections);
        EndBefore(window.Start);
        _hour.Add(window);
        _day.Add(window);
        _latest = new StoredSpan
        {
            Kind = SpanKind.Window,
            Start = window.Start,
            End = window.End,
            SourceCount = window.SourceCount,
            Services = window.Services,
            Totals = window.Totals,
            Bands = window.Bands,
            Sources = [.. window.Services.Select(total => new StoredSources(total.ServiceDirection, window.KeptSources(total.ServiceDirection)))],
            Groups = group?.Invoke(window) ?? [],
            Ledgers = LedgersOf(window),
            Interfaces = takeInterfaces?.Invoke() ?? [],
        };
        add(_latest);
    }

    // When several windows close at once the first takes what came, and says who the exporters are. The others say it too, or nobody would know
    // whose their totals are.
    private List<ExporterLedger> LedgersOf(ClosedWindow window)
    {
        List<ExporterLedger> ledgers = [.. takeLedgers()];
        HashSet<int> named = [-1];
        foreach (ExporterLedger ledger in ledgers)
        {
            named.Add(ledger.ExporterIndex);
            _known[ledger.ExporterIndex] = new ExporterLedger { ExporterIndex = ledger.ExporterIndex, Exporter = ledger.Exporter, Sampling = ledger.Sampling };
        }

        foreach (ScopeTotal total in window.Totals)
        {
            if (named.Add(total.ExporterIndex) && _known.TryGetValue(total.ExporterIndex, out ExporterLedger? known))
            {
                ledgers.Add(known);
            }
        }

        return ledgers;
    }

    /// <summary>Ends the hour and the day that are open; call it when the run ends, after the last window.</summary>
    public void Complete()
    {
        // What arrived after the last window closed belongs to it: the ledger over all spans must be whole.
        if (_latest is StoredSpan latest)
        {
            StoredSpan rest = new() { Kind = SpanKind.Window, Start = latest.Start, End = latest.End, Ledgers = takeLedgers(), Interfaces = takeInterfaces?.Invoke() ?? [] };
            if (rest.Ledgers.Count + rest.Interfaces.Count > 0)
            {
                add(rest);
            }
        }

        _latest = null;
        EndBefore(long.MaxValue);
    }

    private void EndBefore(long time)
    {
        foreach (SpanSums? sums in (ReadOnlySpan<SpanSums?>)[_hour, _day])
        {
            if (sums?.TakeIfBefore(time) is StoredSpan span)
            {
                add(span);
            }
        }
    }
}
