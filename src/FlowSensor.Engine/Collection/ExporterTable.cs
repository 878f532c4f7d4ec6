using FlowSensor.Engine.Collection.Duplicates;
using FlowSensor.Protocols.Flows;

namespace FlowSensor.Engine.Collection;

/// <summary>All exporters, bounded. When full, the one silent for longest makes room if it was silent for an hour; else the new one is refused.</summary>
public sealed class ExporterTable
{
    private const long IdleMilliseconds = 3_600_000;

    private readonly Dictionary<ExporterKey, Exporter> _exporters = [];
    private readonly List<Exporter?> _byIndex = [];
    private readonly Stack<int> _freeIndexes = new();
    private readonly int _capacity;
    private readonly TemplateBudget _templates;
    private readonly SamplingRules _sampling;
    private readonly DuplicateRules _duplicates;
    private readonly RateLimits _limits;
    private Exporter? _latest;
    private long _nextEviction;

    /// <summary>Makes an empty table.</summary>
    /// <param name="capacity">The most exporters kept.</param>
    /// <param name="templates">Room for templates, shared by all exporters.</param>
    /// <param name="sampling">Configured sampling intervals.</param>
    /// <param name="duplicates">Exporters that see the same traffic; null for none.</param>
    /// <param name="limits">Rate limits; null for none.</param>
    public ExporterTable(int capacity, TemplateBudget templates, SamplingRules sampling, DuplicateRules? duplicates = null, RateLimits? limits = null)
    {
        _capacity = capacity;
        _templates = templates;
        _sampling = sampling;
        _duplicates = duplicates ?? new DuplicateRules([]);
        _limits = limits ?? new RateLimits(0, []);
    }

    /// <summary>The exporters, in the order of their index.</summary>
    public IEnumerable<Exporter> All => _byIndex.OfType<Exporter>();

    /// <summary>Number of exporters.</summary>
    public int Count => _exporters.Count;

    /// <summary>Account of exporters that made room for others.</summary>
    public Ledger Evicted { get; } = new();

    /// <summary>The exporter of an index, or null.</summary>
    public Exporter? At(long index) => index >= 0 && index < _byIndex.Count ? _byIndex[(int)index] : null;

    /// <summary>Finds an exporter or adds it; null when the table is full.</summary>
    /// <param name="key">Who it is.</param>
    /// <param name="arrival">Arrival time, Unix milliseconds, to judge who is idle.</param>
    public Exporter? FindOrAdd(in ExporterKey key, long arrival)
    {
        Exporter? latest = _latest;
        if (latest is not null && latest.Key == key)
        {
            return latest;
        }

        if (!_exporters.TryGetValue(key, out Exporter? exporter))
        {
            if (_exporters.Count >= _capacity && !TryEvict(arrival))
            {
                return null;
            }

            exporter = Add(key);
        }

        _latest = exporter;
        return exporter;
    }

    private Exporter Add(ExporterKey key)
    {
        if (!_freeIndexes.TryPop(out int index))
        {
            index = _byIndex.Count;
            _byIndex.Add(null);
        }

        var exporter = new Exporter(key, index, _templates) { Duplicates = _duplicates.Of(key.Address), Limit = _limits.Share(key.Address) };
        _sampling.Apply(key.Address, exporter.Domain.Samplers);
        _exporters.Add(key, exporter);
        _byIndex[index] = exporter;
        return exporter;
    }

    private bool TryEvict(long arrival)
    {
        // A search over all of them, so not for every datagram of a flood.
        if (arrival < _nextEviction)
        {
            return false;
        }

        _nextEviction = arrival + 1000;
        bool evicted = false;
        foreach (Exporter exporter in _exporters.Values.Where(e => arrival - e.LastSeen > IdleMilliseconds && e.Ledger.Pending == 0).ToArray())
        {
            Evicted.Add(exporter.Ledger);
            exporter.Domain.Templates.Clear();
            _limits.Release(exporter.Limit);
            _exporters.Remove(exporter.Key);
            _byIndex[exporter.Index] = null;
            _freeIndexes.Push(exporter.Index);
            evicted = true;
        }

        _latest = null;
        return evicted;
    }
}
