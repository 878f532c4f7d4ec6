using FlowSensor.Capture.Memory;

namespace FlowSensor.Engine.Traffic;

/// <summary>What sampling adds to rows, by row number. A chunk is only there once one of its rows was sampled: an unsampled network pays nothing.</summary>
internal sealed class SampledExtras(ChunkPool<SampledExtra> pool)
{
    private readonly int _chunkBits = pool.ChunkBits;
    private RowBlock<SampledExtra>[] _chunks = [];

    /// <summary>The extra of a row, to be read.</summary>
    public SampledExtra this[uint row]
    {
        get
        {
            int number = (int)(row >> _chunkBits);
            return number < _chunks.Length && !_chunks[number].IsNone ? _chunks[number][row] : default;
        }
    }

    /// <summary>The extra of a row, to be added to.</summary>
    public ref SampledExtra At(uint row)
    {
        int number = (int)(row >> _chunkBits);
        if (number >= _chunks.Length)
        {
            Array.Resize(ref _chunks, Math.Max(4, Math.Max(number + 1, _chunks.Length * 2)));
        }

        ref RowBlock<SampledExtra> chunk = ref _chunks[number];
        if (chunk.IsNone)
        {
            chunk = pool.Rent();
            chunk.Rows.Clear();
        }

        return ref chunk[row];
    }

    /// <summary>Gives every chunk back.</summary>
    public void Clear()
    {
        foreach (ref RowBlock<SampledExtra> chunk in _chunks.AsSpan())
        {
            if (!chunk.IsNone)
            {
                pool.Return(in chunk);
                chunk = default;
            }
        }
    }
}
