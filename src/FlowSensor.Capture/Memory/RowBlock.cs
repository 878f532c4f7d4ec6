using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FlowSensor.Capture.Memory;

/// <summary>
/// A power of two of rows that begin at a cache line, so that a row of 64 octets is one line and not two. The memory belongs to the
/// collector, which frees it when no block of it is left, and does not move. A reference to a row, or a span of rows, does not keep it: whoever has
/// one holds the block as well, in a field or by using it afterwards.
/// </summary>
/// <typeparam name="T">The row: of a size that divides, or is a multiple of, a cache line, if rows are not to lie over two.</typeparam>
public readonly struct RowBlock<T>
    where T : unmanaged
{
    // Keeps the memory; rows are found by its address, which saves each access a load.
    private readonly byte[] _memory;
    private readonly nint _address;
    private readonly uint _mask;

    internal RowBlock(byte[] memory, nint address, int rowBits)
    {
        _memory = memory;
        _address = address;
        _mask = (1u << rowBits) - 1;
    }

    /// <summary>A row by its number; what stands above the block's size in the number does not count, so no row lies outside.</summary>
    public unsafe ref T this[uint row]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref ((T*)_address)[row & _mask];
    }

    /// <summary>Where a row lies, by its number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public RowPlace<T> PlaceOf(uint row) => new(_address + ((nint)(row & _mask) * Unsafe.SizeOf<T>()));

    /// <summary>True for no block at all.</summary>
    public bool IsNone => _memory is null;

    /// <summary>All rows.</summary>
    public Span<T> Rows => IsNone ? [] : MemoryMarshal.CreateSpan(ref this[0], (int)_mask + 1);
}
