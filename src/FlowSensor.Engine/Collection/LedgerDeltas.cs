namespace FlowSensor.Engine.Collection;

/// <summary>
/// Works out what each exporter sent since it was last asked. What belongs to no exporter of the table any more is given as one
/// more ledger without an exporter, so that the sum over all spans is the collector's account.
/// </summary>
/// <param name="collector">The collector; asked on its own thread.</param>
/// <param name="kernelDropped">Datagrams the kernel dropped so far.</param>
public sealed class LedgerDeltas(Collector collector, Func<long> kernelDropped)
{
    private readonly Dictionary<int, (ExporterKey Key, LedgerCounts Counts)> _given = [];
    private LedgerCounts _total;
    private long _kernelDropped;

    /// <summary>The ledgers that changed.</summary>
    public IReadOnlyList<ExporterLedger> Take()
    {
        List<ExporterLedger> ledgers = [];
        LedgerCounts attributed = default;
        foreach (Exporter exporter in collector.Exporters.All)
        {
            LedgerCounts now = LedgerCounts.Of(exporter.Ledger);
            bool known = _given.TryGetValue(exporter.Index, out (ExporterKey Key, LedgerCounts Counts) given) && given.Key == exporter.Key;
            LedgerCounts delta = known ? now - given.Counts : now;
            if (delta != default)
            {
                _given[exporter.Index] = (exporter.Key, now);
                attributed += delta;
                ExporterIdentity identity = new(exporter.Key.Address, exporter.Key.Version, exporter.Key.ObservationDomainId);
                ledgers.Add(delta.ToLedger(exporter.Index, identity) with { Sampling = exporter.SamplingInterval });
            }
        }

        LedgerCounts total = LedgerCounts.Of(collector.Total());
        LedgerCounts rest = total - _total - attributed;
        long dropped = kernelDropped();
        if (rest != default || dropped != _kernelDropped)
        {
            ledgers.Add(rest.ToLedger(-1, default) with { KernelDropped = dropped - _kernelDropped });
        }

        _total = total;
        _kernelDropped = dropped;
        return ledgers;
    }
}
