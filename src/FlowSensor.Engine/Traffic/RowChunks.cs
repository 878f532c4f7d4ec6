using System.Runtime.CompilerServices;
using FlowSensor.Capture.Memory;

namespace FlowSensor.Engine.Traffic;

/// <summary>Rows in chunks of fixed size that come from a shared pool: growing copies nothing and a row never moves.</summary>
internal sealed class RowChunks<T>(ChunkPool<T> pool)
    where T : unmanaged
{
    private readonly int _chunkBits = pool.ChunkBits;
    private readonly uint _rowMask = (1u << pool.ChunkBits) - 1;
    private RowBlock<T>[] _chunks = new RowBlock<T>[4];
    private int _chunkCount;

    /// <summary>Rows in use.</summary>
    public int Count { get; private set; }

    /// <summary>The row of that number.</summary>
    public ref T this[uint row]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _chunks[row >> _chunkBits][row];
    }

    /// <summary>Where the row of that number lies, until the table is cleared.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public RowPlace<T> PlaceOf(uint row) => _chunks[row >> _chunkBits].PlaceOf(row);

    /// <summary>Takes one more row and gives its number; the row holds whatever its last user left.</summary>
    public uint Append()
    {
        uint row = (uint)Count;
        if ((row & _rowMask) == 0 && (int)(row >> _chunkBits) == _chunkCount)
        {
            if (_chunkCount == _chunks.Length)
            {
                Array.Resize(ref _chunks, _chunks.Length * 2);
            }

            _chunks[_chunkCount++] = pool.Rent();
        }

        Count++;
        return row;
    }

    /// <summary>Gives every chunk back.</summary>
    public void Clear()
    {
        for (int chunk = 0; chunk < _chunkCount; chunk++)
        {
            pool.Return(in _chunks[chunk]);
            _chunks[chunk] = default;
        }

        _chunkCount = 0;
        Count = 0;
    }
}
