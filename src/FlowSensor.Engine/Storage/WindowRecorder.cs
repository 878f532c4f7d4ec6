using FlowSensor.Engine.Capturing;
using FlowSensor.Engine.Collection;
using FlowSensor.Engine.Handover;
using FlowSensor.Engine.Traffic;

namespace FlowSensor.Engine.Storage;

/// <summary>
/// Takes closed windows from the accounting and hands what is to be kept to the store. It also sums clock hours and days for
/// the services that ask for it, and ends each when the next begins. Belongs to the thread of the accounting; where it works in the background, its
/// results come on another one, a window at a time.
/// </summary>
/// <param name="options">Settings of the accounting.</param>
/// <param name="add">Takes a span, as <see cref="SensorStore.Add"/> does.</param>
/// <param name="takeLedgers">Gives what each exporter sent since the last call.</param>
/// <param name="group">Groups a window by next hop and institution; null to keep no groups.</param>
/// <param name="takeInterfaces">Gives what became of the packets of each interface since the last call; null where there are none.</param>
/// <param name="inBackground">
/// True to rank and sum windows up on a thread of their own while records go on: a window of a large network takes longer than the buffers of its
/// sockets hold. False where what is added must come between the records of its windows, and where nothing is lost by waiting.
/// </param>
public sealed class WindowRecorder(TrafficOptions options, Action<StoredSpan> add, Func<IReadOnlyList<ExporterLedger>> takeLedgers,
    Func<TrafficSpan, IReadOnlyList<GroupTotal>>? group = null, Func<IReadOnlyList<InterfaceCounters>>? takeInterfaces = null, bool inBackground = false) : IWindowSink
{
    private readonly BackgroundWork _work = new("window recorder");
    private readonly Dictionary<int, ExporterLedger> _known = [];
    private SpanSums? _hour;
    private SpanSums? _day;
    private (long Start, long End)? _latest;

    /// <inheritdoc/>
    public void OnWindow(ClosedWindow window)
    {
        ArgumentNullException.ThrowIfNull(window);

        // What counts since the last window is the collector's, and is taken on its thread.
        _work.Wait();
        IReadOnlyList<ExporterLedger> ledgers = takeLedgers();
        IReadOnlyList<InterfaceCounters> interfaces = takeInterfaces?.Invoke() ?? [];
        if (!inBackground || !window.CanBeLent)
        {
            Record(window, ledgers, interfaces);
            return;
        }

        ClosedWindow lent = window.Lend();
        _work.Start(() =>
        {
            try
            {
                Record(lent, ledgers, interfaces);
            }
            finally
            {
                lent.GiveBack();
            }
        });
    }

    private void Record(ClosedWindow window, IReadOnlyList<ExporterLedger> ledgers, IReadOnlyList<InterfaceCounters> interfaces)
    {
        _hour ??= new SpanSums(SpanKind.Hour, options, window.ServiceDirections);
        _day ??= new SpanSums(SpanKind.Day, options, window.ServiceDirections);
        EndBefore(window.Start);
        _hour.Add(window);
        _day.Add(window);
        _latest = (window.Start, window.End);
        add(new StoredSpan
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
            Ledgers = LedgersOf(window, ledgers),
            Interfaces = interfaces,
        });
    }

    // When several windows close at once the first takes what came, and says who the exporters are. The others say it too, or nobody would know
    // whose their totals are.
    private List<ExporterLedger> LedgersOf(ClosedWindow window, IReadOnlyList<ExporterLedger> taken)
    {
        List<ExporterLedger> ledgers = [.. taken];
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

    /// <summary>Waits until the windows so far are recorded.</summary>
    public void Settle() => _work.Wait();

    /// <summary>Ends the hour and the day that are open; call it when the run ends, after the last window.</summary>
    public void Complete()
    {
        _work.Wait();

        // What arrived after the last window closed belongs to it: the ledger over all spans must be whole.
        if (_latest is (long start, long end))
        {
            StoredSpan rest = new() { Kind = SpanKind.Window, Start = start, End = end, Ledgers = takeLedgers(), Interfaces = takeInterfaces?.Invoke() ?? [] };
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
