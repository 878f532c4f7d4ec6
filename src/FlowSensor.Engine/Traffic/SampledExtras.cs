namespace FlowSensor.Engine.Traffic;

/// <summary>What sampling adds to rows, by row number. A chunk is only there once one of its rows was sampled: an unsampled network pays nothing.</summary>
internal sealed class SampledExtras(ChunkPool<SampledExtra> pool)
{
    private readonly int _chunkBits = pool.ChunkBits;
    private readonly uint _rowMask = (1u << pool.ChunkBits) - 1;
    private SampledExtra[]?[] _chunks = [];

    /// <summary>The extra of a row, to be read.</summary>
    public SampledExtra this[uint row] =>
        (int)(row >> _chunkBits) < _chunks.Length && _chunks[row >> _chunkBits] is SampledExtra[] chunk ? chunk[row & _rowMask] : default;

    /// <summary>The extra of a row, to be added to.</summary>
    public ref SampledExtra At(uint row)
    {
        int number = (int)(row >> _chunkBits);
        if (number >= _chunks.Length)
        {
            Array.Resize(ref _chunks, Math.Max(4, Math.Max(number + 1, _chunks.Length * 2)));
        }

        SampledExtra[]? chunk = _chunks[number];
        if (chunk is null)
        {
            chunk = pool.Rent();
            Array.Clear(chunk);
            _chunks[number] = chunk;
        }

        return ref chunk[row & _rowMask];
    }

    /// <summary>Gives every chunk back.</summary>
    public void Clear()
    {
        for (int number = 0; number < _chunks.Length; number++)
        {
            if (_chunks[number] is SampledExtra[] chunk)
            {
                pool.Return(chunk);
                _chunks[number] = null;
            }
        }
    }
}
