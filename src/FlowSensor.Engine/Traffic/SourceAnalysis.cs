using System.Runtime.CompilerServices;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Traffic;

/// <summary>One walk over all sources: sums, bands and kept sources of every service and direction.</summary>
internal sealed class SourceAnalysis
{
    private const uint HeadsAhead = 4;

    private readonly TrafficCounts[] _totals;
    private readonly TrafficCounts[] _others;
    private readonly BandSums[] _bands;
    private readonly TrafficPools _pools;
    private RankingSpace? _ranking;

    public SourceAnalysis(TrafficTables tables)
    {
        TrafficOptions options = tables.Pools.Options;
        int services = tables.Pools.Classifier.ServiceDirections.Count;
        BandScale scale = new(options.Bands);
        _totals = new TrafficCounts[services];
        _others = new TrafficCounts[services];
        _bands = [.. Enumerable.Range(0, services).Select(_ => new BandSums(scale))];
        _pools = tables.Pools;
        _ranking = _pools.TakeRanking();
        Walk(tables);
        AddOthers(tables);
    }

    /// <summary>Sum of a service and direction, the <c>other</c> rows included.</summary>
    public TrafficCounts Total(int serviceDirection) => _totals[serviceDirection];

    /// <summary>What found no room in the table.</summary>
    public TrafficCounts Other(int serviceDirection) => _others[serviceDirection];

    /// <summary>Sources of a service and direction.</summary>
    public long Keys(int serviceDirection) => _bands[serviceDirection].Keys;

    /// <summary>Distribution over the sources.</summary>
    public BandSums Bands(int serviceDirection) => _bands[serviceDirection];

    /// <summary>Sources to keep; until <see cref="Release"/>.</summary>
    public TopRows Kept(int serviceDirection) => Ranking.Kept[serviceDirection];

    /// <summary>Room to count the pairs of sources in; until <see cref="Release"/>.</summary>
    public Dictionary<IpAddress, long> Pairs => Ranking.Pairs;

    private RankingSpace Ranking => _ranking ?? throw new ObjectDisposedException(nameof(SourceAnalysis));

    /// <summary>Gives back what sources were ranked in; sums and bands stay.</summary>
    public void Release()
    {
        if (_ranking is not null)
        {
            _pools.Return(_ranking);
            _ranking = null;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Walk(TrafficTables tables)
    {
        SourceTable sources = tables.Sources;
        TrafficClassifier classifier = tables.Pools.Classifier;
        TrafficCounts[] sums = new TrafficCounts[_totals.Length];
        TopRows[] kept = Ranking.Kept;
        for (uint head = 0; head < (uint)sources.SourceCount; head++)
        {
            FetchRows(sources, head + HeadsAhead);
            SourceRowCursor rows = sources.RowsOf(head);
            while (rows.MoveNext())
            {
                TrafficCounts counts = sources.CountsOf(rows.Row);
                foreach (int service in classifier[rows.Class].Members)
                {
                    sums[service].Add(in counts);
                }
            }

            Take(sums, kept, head, sources.Head(head).Source);
        }
    }

    // The rows of a source lie far apart, in the order in which its classes appeared.
    private static void FetchRows(SourceTable sources, uint head)
    {
        if (head < (uint)sources.SourceCount)
        {
            SourceRowCursor rows = sources.RowsOf(head);
            while (rows.MoveNext())
            {
                sources.FetchRow(rows.Row);
            }
        }
    }

    private void Take(TrafficCounts[] sums, TopRows[] kept, uint head, IpAddress source)
    {
        for (int service = 0; service < sums.Length; service++)
        {
            ref TrafficCounts sum = ref sums[service];
            if (sum.Flows > 0)
            {
                _totals[service].Add(in sum);
                _bands[service].Add(sum.Flows, sum.Packets, sum.Octets);
                kept[service].Offer(new RankedRow(sum.Flows, sum.Octets, source, default, head));
                sum = default;
            }
        }
    }

    private void AddOthers(TrafficTables tables)
    {
        ReadOnlySpan<TrafficCounts> others = tables.Sources.Other;
        for (ushort trafficClass = 0; trafficClass < others.Length; trafficClass++)
        {
            TrafficCounts counts = others[trafficClass];
            if (counts.Flows > 0)
            {
                foreach (int service in tables.Pools.Classifier[trafficClass].Members)
                {
                    _totals[service].Add(in counts);
                    _others[service].Add(in counts);
                    _bands[service].AddOther(counts.Flows, counts.Packets, counts.Octets);
                }
            }
        }
    }
}
