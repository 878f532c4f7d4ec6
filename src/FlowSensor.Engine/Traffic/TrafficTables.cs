using System.Runtime.CompilerServices;

namespace FlowSensor.Engine.Traffic;

/// <summary>
/// The tables of one span of time. Flows are collected in small batches and accounted together, because at this size nearly
/// every record misses the caches: <see cref="SourceTable.LookAhead"/> makes those waits overlap.
/// </summary>
internal sealed class TrafficTables(TrafficPools pools, TrafficBudget budget)
{
    /// <summary>Seed of destination fingerprints: fixed, because estimates of distinct destinations must not differ between runs.</summary>
    public const ulong FingerprintSeed = 0x5851_F42D_4C95_7F2D;

    private const int BatchSize = 32;
    private readonly bool[]?[] _holding = new bool[pools.Classifier.ServiceDirections.Count][];
    private readonly PendingFlow[] _batch = new PendingFlow[BatchSize];
    private int _waiting;

    public TrafficPools Pools { get; } = pools;

    public SourceTable Sources { get; } = new(pools, budget);

    public PairTable Pairs { get; } = new(pools, budget);

    public TotalsTable Totals { get; } = new(pools.Options.MaxTotals);

    /// <summary>Room for one more flow; the caller fills it at once, and it is accounted with its batch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref PendingFlow Next()
    {
        if (_waiting == BatchSize)
        {
            Settle();
        }

        return ref _batch[_waiting++];
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Settle()
    {
        Span<PendingFlow> batch = _batch.AsSpan(0, _waiting);

        // Which flows keep pairs is as good as random: listing them first, without a branch, spares a misprediction in every pass.
        Span<byte> paired = stackalloc byte[BatchSize];
        int pairedCount = 0;
        for (int at = 0; at < batch.Length; at++)
        {
            paired[pairedCount & (BatchSize - 1)] = (byte)at;
            pairedCount += batch[at].PairService != TrafficClass.NoPairs ? 1 : 0;
        }

        paired = paired[..pairedCount];
        Sources.LookAhead(batch);
        Pairs.LookAhead(batch, paired);
        foreach (ref readonly PendingFlow flow in batch)
        {
            Totals.Account(in flow);
        }

        foreach (ref PendingFlow flow in batch)
        {
            Sources.Account(ref flow);
        }

        foreach (byte at in paired)
        {
            AccountPairs(in batch[at]);
        }

        _waiting = 0;
    }

    /// <summary>The budget that the rows count on.</summary>
    public TrafficBudget Budget { get; private set; } = budget;

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
        Totals.Clear();
        Sources.Clear();
        Pairs.Clear();
    }

    private void AccountPairs(in PendingFlow flow)
    {
        Pairs.Account(in flow);
        ushort[] members = Pools.Classifier[flow.Class].PairMembers;
        for (int further = 1; further < members.Length; further++)
        {
            Pairs.AccountFurther(in flow, members[further]);
        }
    }
}
