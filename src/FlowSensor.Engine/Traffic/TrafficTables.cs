using System.Runtime.CompilerServices;

namespace FlowSensor.Engine.Traffic;

/// <summary>
/// The tables of one span of time. Flows are collected in small batches and accounted together, because at this size nearly
/// every record misses the caches: what a flow needs is fetched while others are worked on.
/// </summary>
internal sealed class TrafficTables(TrafficPools pools, TrafficBudget budget)
{
    /// <summary>Seed of destination fingerprints: fixed, because estimates of distinct destinations must not differ between runs.</summary>
    public const ulong FingerprintSeed = 0x5851_F42D_4C95_7F2D;

    private const int BatchSize = 32;
    private readonly bool[]?[] _holding = new bool[pools.Classifier.ServiceDirections.Count][];
    private PendingFlow[] _batch = new PendingFlow[BatchSize];
    private PendingFlow[] _behind = new PendingFlow[BatchSize];
    private int _waiting;
    private int _sought;

    public TrafficPools Pools { get; } = pools;

    public SourceTable Sources { get; } = new(pools, budget);

    public PairTable Pairs { get; } = new(pools, budget);

    public TotalsTable Totals { get; } = new(pools.Options.MaxTotals);

    /// <summary>Room for one more flow; the caller fills it, and then says so by <see cref="Fetch"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref PendingFlow Next()
    {
        if (_waiting == BatchSize)
        {
            Turn();
        }

        return ref _batch[_waiting++];
    }

    /// <summary>Begins to fetch what a flow's accounting will read first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fetch(ref readonly PendingFlow flow)
    {
        Sources.Fetch(flow.SourceTag);
        if (flow.PairService != TrafficClass.NoPairs)
        {
            Pairs.Fetch(flow.PairTag);
        }
    }

    /// <summary>For each traffic class met so far, whether it holds a service and direction.</summary>
    public bool[] ClassesHolding(int serviceDirection)
    {
        bool[] known = _holding[serviceDirection] ?? [];
        int count = Pools.Classifier.ClassCount;
        if (known.Length < count)
        {
            known = new bool[count];
            for (int trafficClass = 0; trafficClass < count; trafficClass++)
            {
                known[trafficClass] = Pools.Classifier[(ushort)trafficClass].Holds(serviceDirection);
            }

            _holding[serviceDirection] = known;
        }

        return known;
    }

    /// <summary>Accounts the flows that still wait.</summary>
    public void Settle()
    {
        Turn();
        Turn();
    }

    /// <summary>The budget that the rows count on.</summary>
    public TrafficBudget Budget { get; private set; } = budget;

    /// <summary>
    /// True where the rows are at most a quarter of what one table may have: then, of the one and a half that the open windows share, more than a table is
    /// left to the windows after this one while this one is still read, and memory for both is there.
    /// </summary>
    public bool IsSmall => Sources.RowCount <= Budget.MostSources / 6 && Pairs.RowCount <= Budget.MostPairs / 6;

    /// <summary>Puts all rows on another budget.</summary>
    public void MoveTo(TrafficBudget other)
    {
        Sources.MoveTo(other);
        Pairs.MoveTo(other);
        Budget = other;
    }

    /// <summary>Adds everything of another span.</summary>
    public void Merge(TrafficTables other)
    {
        Totals.Merge(other.Totals);
        Sources.Merge(other.Sources);
        Pairs.Merge(other.Pairs);
    }

    /// <summary>Forgets everything and keeps the memory.</summary>
    public void Clear()
    {
        _waiting = 0;
        _sought = 0;
        Totals.Clear();
        Sources.Clear();
        Pairs.Clear();
    }

    // The batch that was filled seeks its rows, the one before it, whose rows have come meanwhile, is accounted in between.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Turn()
    {
        Span<PendingFlow> filled = _batch.AsSpan(0, _waiting);
        Sources.SeekHeads(filled);
        Account(_behind.AsSpan(0, _sought));
        Sources.SeekRows(filled);
        Pairs.SeekRows(filled);
        Sources.SeekFurtherRows(filled);
        (_batch, _behind) = (_behind, _batch);
        _sought = _waiting;
        _waiting = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Account(Span<PendingFlow> batch)
    {
        Sources.SeekSketches(batch);
        Totals.Account(batch);
        Sources.Account(batch);
        Pairs.Account(batch);
    }
}
