using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FlowSensor.Capture.Memory;

/// <summary>
/// A power of two of rows that begin at a cache line, so that a row of 64 octets is one line and not two. The memory belongs to the
/// collector, which frees it when no block of it is left, and does not move.
/// </summary>
/// <typeparam name="T">The row: of a size that divides, or is a multiple of, a cache line, if rows are not to lie over two.</typeparam>
public readonly struct RowBlock<T>
    where T : unmanaged
{
    private const int CacheLine = 64;

    private readonly byte[] _memory;
    private readonly nint _start;
    private readonly uint _mask;

    private RowBlock(byte[] memory, nint start, int rowBits)
    {
        _memory = memory;
        _start = start;
        _mask = (1u << rowBits) - 1;
    }

    /// <summary>A row by its number; what stands above the block's size in the number does not count, so no row lies outside.</summary>
    public ref T this[uint row]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref Unsafe.Add(
            ref Unsafe.As<byte, T>(ref Unsafe.AddByteOffset(ref MemoryMarshal.GetArrayDataReference(_memory), _start)), (nint)(row & _mask));
    }

    /// <summary>True for no block at all.</summary>
    public bool IsNone => _memory is null;

    /// <summary>All rows.</summary>
    public Span<T> Rows => IsNone ? [] : MemoryMarshal.CreateSpan(ref this[0], (int)_mask + 1);

    /// <summary>The most rows, as a power of two, that fit one large page.</summary>
    public static int RowBitsOfLargePage => BitOperations.Log2((uint)(LargePages.Size / Unsafe.SizeOf<T>()));

    /// <summary>Makes blocks whose rows hold anything. Those as large as a large page begin at one, and ask the kernel for one each.</summary>
    /// <param name="count">Blocks, in one piece of memory.</param>
    /// <param name="rowBits">Rows of a block, as a power of two.</param>
    public static unsafe RowBlock<T>[] Allocate(int count, int rowBits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(rowBits, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rowBits, 24);
        int length = checked(Unsafe.SizeOf<T>() << rowBits);
        int alignment = length % LargePages.Size == 0 ? LargePages.Size : CacheLine;
        byte[] memory = GC.AllocateUninitializedArray<byte>(checked((length * count) + alignment), pinned: true);
        nint address = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(memory));
        nint first = -address & (alignment - 1);
        if (alignment == LargePages.Size)
        {
            LargePages.Ask(memory);
        }

        RowBlock<T>[] blocks = new RowBlock<T>[count];
        for (int block = 0; block < count; block++)
        {
            blocks[block] = new RowBlock<T>(memory, first + ((nint)block * length), rowBits);
        }

        return blocks;
    }
}
