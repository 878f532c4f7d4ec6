using System.Runtime.CompilerServices;

namespace FlowSensor.Engine.Traffic;

/// <summary>What the tables of one sensor share: chunks of rows, the hash seed and the limits.</summary>
internal sealed class TrafficPools(TrafficOptions options, TrafficClassifier classifier, ulong seed)
{
    private RankingSpace? _ranking;

    public ChunkPool<SourceRow> Sources { get; } = new(isLarge: true);

    public ChunkPool<SourceHead> Heads { get; } = new(isLarge: true);

    public ChunkPool<SampledExtra> Extras { get; } = new();

    public ChunkPool<PairRow> Pairs { get; } = new(isLarge: true);

    public ChunkPool<DestinationSketch> Sketches { get; } = new(isLarge: true);

    public ChunkPool<ProbeRow> Probes { get; } = new();

    public IndexSlots Slots { get; } = new();

    public NextHopTable NextHops { get; } = new();

    public TrafficClassifier Classifier { get; } = classifier;

    public TrafficOptions Options { get; } = options;

    /// <summary>Seed of the row hashes; a secret of the process, no result depends on it.</summary>
    public ulong Seed { get; } = seed;

    /// <summary>Empty room to rank sources in. Two threads may ask: one records a window while another looks into the next.</summary>
    public RankingSpace TakeRanking() => Interlocked.Exchange(ref _ranking, null) ?? new RankingSpace(Options, Classifier.ServiceDirections.Count);

    /// <summary>Takes room back that nobody reads any more.</summary>
    public void Return(RankingSpace ranking)
    {
        ranking.Clear();
        Volatile.Write(ref _ranking, ranking);
    }

    /// <summary>Tag of a source from its hash.</summary>
    public static uint SourceTag(ulong sourceHash) => (uint)(sourceHash >> 32);

    /// <summary>Tag of a pair from the hashes of its ends.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint PairTag(ulong sourceHash, ulong destinationHash, ushort serviceDirection) =>
        (uint)((((sourceHash ^ destinationHash) + serviceDirection) * 0xD6E8_FEB8_6659_FD93UL) >> 32);
}
