using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Traffic;

/// <summary>
/// The traffic of a span of time and the questions it answers. Answers are computed when first asked, do not depend on the
/// order of a hash table, and may be kept; the enumerations read the tables in place. For one thread.
/// </summary>
public abstract class TrafficSpan
{
    private TrafficTables? _tables;
    private SourceAnalysis? _sources;
    private PairAnalysis? _pairs;
    private IReadOnlyList<ScopeTotal>? _totals;
    private IReadOnlyList<ServiceTotal>? _services;
    private IReadOnlyList<BandTotal>? _bands;

    private protected TrafficSpan(TrafficTables tables)
    {
        _tables = tables;
        ServiceDirections = tables.Pools.Classifier.ServiceDirections;
    }

    /// <summary>Every service and direction that can hold traffic, by <see cref="ServiceDirection.Index"/>.</summary>
    public IReadOnlyList<ServiceDirection> ServiceDirections { get; }

    /// <summary>Distinct sources with a row of their own.</summary>
    public long SourceCount => Tables.Sources.SourceCount;

    /// <summary>Totals by exporter, service, direction and scope, in that order.</summary>
    public IReadOnlyList<ScopeTotal> Totals => _totals ??= ScopeTotals.Of(Tables);

    /// <summary>Totals of the services and directions that saw traffic, in the order of the services; <c>all</c> is the last.</summary>
    public IReadOnlyList<ServiceTotal> Services => _services ??= ServiceTotals();

    /// <summary>Distributions by source and, where kept, by pair; every band of a service that saw traffic, empty ones too.</summary>
    public IReadOnlyList<BandTotal> Bands => _bands ??= BandTotals();

    internal TrafficTables Tables => _tables ?? throw new ObjectDisposedException(nameof(ClosedWindow), "The tables of a closed window are only valid while it is handed over.");

    private SourceAnalysis SourceResults => _sources ??= new SourceAnalysis(Tables);

    private PairAnalysis PairResults => _pairs ??= new PairAnalysis(Tables);

    /// <summary>The sources with most flows, then octets, then by address.</summary>
    /// <param name="serviceDirection">Service and direction.</param>
    /// <param name="count">How many; 0 for all.</param>
    public IReadOnlyList<SourceTraffic> TopSources(ServiceDirection serviceDirection, int count)
    {
        ArgumentNullException.ThrowIfNull(serviceDirection);
        if (count > 0 && count <= Tables.Pools.Options.TopSources)
        {
            // The one walk that gives sums and bands has found them already.
            return SourcesOf(SourceResults.Kept(serviceDirection.Index), serviceDirection, count);
        }

        TopRows top = new(count > 0 ? count : int.MaxValue, ulong.MaxValue);
        SourceReader reader = new(Tables, serviceDirection.Index);
        uint from = 0;
        while (reader.TryFind(ref from, out uint head, out ulong flows, out _, out ulong octets))
        {
            top.Offer(new RankedRow(flows, octets, Tables.Sources.Head(head).Source, default, head));
        }

        return SourcesOf(top, serviceDirection);
    }

    /// <summary>
    /// The top sources of the options and every further one over <see cref="TrafficOptions.KeepOverFlows"/>, up to <see cref="TrafficOptions.MaxKeptSources"/>.
    /// </summary>
    public IReadOnlyList<SourceTraffic> KeptSources(ServiceDirection serviceDirection)
    {
        ArgumentNullException.ThrowIfNull(serviceDirection);
        return SourcesOf(SourceResults.Kept(serviceDirection.Index), serviceDirection);
    }

    /// <summary>The pairs with most flows, then octets, then by addresses.</summary>
    /// <param name="serviceDirection">Service and direction.</param>
    /// <param name="count">How many; 0 for all.</param>
    public IReadOnlyList<PairTraffic> TopPairs(ServiceDirection serviceDirection, int count)
    {
        ArgumentNullException.ThrowIfNull(serviceDirection);
        TopRows top = new(count > 0 ? count : int.MaxValue, ulong.MaxValue);
        PairTable pairs = Tables.Pairs;
        for (uint number = 0; number < (uint)pairs.RowCount; number++)
        {
            ref PairRow row = ref pairs[number];
            if (row.ServiceDirection == serviceDirection.Index)
            {
                top.Offer(new RankedRow(row.Flows, row.Octets, row.Source, row.Destination, number));
            }
        }

        return top.Ordered(ranked => PairEnumerator.Read(in pairs[ranked.Row]));
    }

    /// <summary>Every source of a service and direction, in no particular order, without allocation.</summary>
    public SourceEnumerator Sources(ServiceDirection serviceDirection)
    {
        ArgumentNullException.ThrowIfNull(serviceDirection);
        return new SourceEnumerator(Tables, serviceDirection.Index);
    }

    /// <summary>Every pair of a service and direction, in no particular order, without allocation.</summary>
    public PairEnumerator Pairs(ServiceDirection serviceDirection)
    {
        ArgumentNullException.ThrowIfNull(serviceDirection);
        return new PairEnumerator(Tables.Pairs, serviceDirection.Index);
    }

    /// <summary>The service and direction of that name, or null.</summary>
    public ServiceDirection? Find(string service, TrafficDirection direction)
    {
        foreach (ServiceDirection candidate in ServiceDirections)
        {
            if (candidate.Direction == direction && candidate.Service == service)
            {
                return candidate;
            }
        }

        return null;
    }

    /// <summary>Takes the tables away: they are about to be reused.</summary>
    internal void Release()
    {
        _sources?.Release();
        _tables = null;
    }

    /// <summary>Puts changed or other tables under the span and forgets the answers given so far.</summary>
    private protected void Replace(TrafficTables tables)
    {
        _tables = tables;
        _sources?.Release();
        _sources = null;
        _pairs = null;
        _totals = null;
        _services = null;
        _bands = null;
    }

    private SourceTraffic[] SourcesOf(TopRows top, ServiceDirection serviceDirection, int most = int.MaxValue)
    {
        SourceReader reader = new(Tables, serviceDirection.Index);
        SourceTraffic[] sources = top.Ordered(ranked => reader.Read(ranked.Row), most);
        if (serviceDirection.KeepsPairs)
        {
            CountPairs(sources, serviceDirection);
        }

        return sources;
    }

    // Where pairs are kept, a source's destinations are its pairs: exact, unless pairs found no room.
    private void CountPairs(SourceTraffic[] sources, ServiceDirection serviceDirection)
    {
        if (Tables.Pairs.Other[serviceDirection.Index].Flows > 0)
        {
            return;
        }

        // A long list has room of its own, which is not kept.
        TrafficOptions options = Tables.Pools.Options;
        Dictionary<IpAddress, long> pairs = sources.Length <= Math.Max(options.TopSources, options.MaxKeptSources) ? SourceResults.Pairs : [];
        pairs.Clear();
        pairs.EnsureCapacity(sources.Length);
        foreach (ref readonly SourceTraffic source in sources.AsSpan())
        {
            pairs[source.Source] = 0;
        }

        for (uint number = 0; number < (uint)Tables.Pairs.RowCount; number++)
        {
            ref PairRow row = ref Tables.Pairs[number];
            if (row.ServiceDirection == serviceDirection.Index)
            {
                if (pairs.TryGetValue(row.Source, out long count))
                {
                    pairs[row.Source] = count + 1;
                }
            }
        }

        foreach (ref SourceTraffic source in sources.AsSpan())
        {
            source = source with { Destinations = pairs[source.Source], DestinationsExact = true };
        }
    }

    private List<ServiceTotal> ServiceTotals()
    {
        List<ServiceTotal> services = [];
        foreach (ServiceDirection direction in ServiceDirections)
        {
            TrafficCounts counts = SourceResults.Total(direction.Index);
            if (counts.Flows > 0)
            {
                ulong unknown = Totals.Where(total => total.ServiceDirection == direction).Aggregate(0UL, (sum, total) => sum + total.UnknownSampling);
                services.Add(new ServiceTotal(
                    direction, counts, SourceResults.Keys(direction.Index), PairResults.Keys(direction.Index), SourceResults.Other(direction.Index), unknown));
            }
        }

        return services;
    }

    private List<BandTotal> BandTotals()
    {
        List<BandTotal> bands = [];
        foreach (ServiceDirection direction in ServiceDirections)
        {
            if (SourceResults.Total(direction.Index).Flows > 0)
            {
                SourceResults.Bands(direction.Index).AppendTo(bands, direction, BandSubject.Source);
                if (direction.KeepsPairs)
                {
                    PairResults.Bands(direction.Index).AppendTo(bands, direction, BandSubject.Pair);
                }
            }
        }

        return bands;
    }
}
