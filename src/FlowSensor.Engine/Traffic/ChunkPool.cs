namespace FlowSensor.Engine.Traffic;

/// <summary>Chunks of rows that no table uses now. Bounded by the limits of the tables that share it.</summary>
internal sealed class ChunkPool<T>
    where T : struct
{
    private readonly Stack<T[]> _free = new();

    /// <summary>A chunk, not cleared.</summary>
    public T[] Rent() => _free.TryPop(out T[]? chunk) ? chunk : GC.AllocateUninitializedArray<T>(1 << RowChunks<T>.ChunkBits);

    /// <summary>Takes a chunk back.</summary>
    public void Return(T[] chunk) => _free.Push(chunk);
}
