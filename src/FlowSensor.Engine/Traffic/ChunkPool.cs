using FlowSensor.Capture.Memory;

namespace FlowSensor.Engine.Traffic;

/// <summary>Chunks of rows that no table uses now. Bounded by the limits of the tables that share it.</summary>
/// <param name="chunkBits">Rows of a chunk, as a power of two. Large chunks suit large tables: the kernel can back them with large pages.</param>
internal sealed class ChunkPool<T>(int chunkBits = ChunkPool<T>.SmallChunkBits)
    where T : struct
{
    /// <summary>For tables that are many, or mostly small.</summary>
    public const int SmallChunkBits = 12;

    /// <summary>For tables that hold a network: 4 MB with rows of 64 octets.</summary>
    public const int LargeChunkBits = 16;

    private readonly Stack<T[]> _free = new();

    /// <summary>Rows of a chunk, as a power of two.</summary>
    public int ChunkBits => chunkBits;

    /// <summary>A chunk, not cleared.</summary>
    public T[] Rent()
    {
        if (_free.TryPop(out T[]? chunk))
        {
            return chunk;
        }

        chunk = GC.AllocateUninitializedArray<T>(1 << chunkBits);
        LargePages.Ask(chunk);
        return chunk;
    }

    /// <summary>Takes a chunk back.</summary>
    public void Return(T[] chunk) => _free.Push(chunk);
}
