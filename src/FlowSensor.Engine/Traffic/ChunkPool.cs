using FlowSensor.Capture.Memory;

namespace FlowSensor.Engine.Traffic;

/// <summary>Chunks of rows that no table uses now. Bounded by the limits of the tables that share it.</summary>
internal sealed class ChunkPool<T>
    where T : unmanaged
{
    private const int SmallRowBits = 12;
    private const int ChunksAtOnce = 8;

    private readonly Stack<RowBlock<T>> _free = new();
    private readonly int _chunksAtOnce;

    /// <summary>Makes an empty pool.</summary>
    /// <param name="isLarge">Chunks of a large page each, for tables that hold a network; else small ones, for tables that are many or mostly small.</param>
    public ChunkPool(bool isLarge = false)
    {
        ChunkBits = isLarge ? RowBlock<T>.RowBitsOfLargePage : SmallRowBits;
        _chunksAtOnce = isLarge ? ChunksAtOnce : 1;
    }

    /// <summary>Rows of a chunk, as a power of two.</summary>
    public int ChunkBits { get; }

    /// <summary>A chunk, not cleared.</summary>
    public RowBlock<T> Rent()
    {
        if (_free.Count == 0)
        {
            // Memory that no row reaches is never written and costs address space only.
            RowBlock<T>[] chunks = RowBlock<T>.Allocate(_chunksAtOnce, ChunkBits);
            for (int chunk = chunks.Length - 1; chunk >= 0; chunk--)
            {
                _free.Push(chunks[chunk]);
            }
        }

        return _free.Pop();
    }

    /// <summary>Takes a chunk back.</summary>
    public void Return(in RowBlock<T> chunk) => _free.Push(chunk);
}
