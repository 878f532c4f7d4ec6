namespace FlowSensor.Engine.Traffic;

/// <summary>One slot of a rolling table.</summary>
internal sealed class RollingSlot(ChunkPool<RollingEntry> pool, int services)
{
    /// <summary>Number of the slot since the epoch; -1 while unused.</summary>
    public long Number { get; set; } = -1;

    /// <summary>What the slot added to rows.</summary>
    public RowChunks<RollingEntry> Entries { get; } = new(pool);

    /// <summary>What found no room, by subject and service: sources first, then pairs.</summary>
    public PairRow[] Other { get; } = new PairRow[services * 2];
}
