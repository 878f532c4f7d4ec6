using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FlowSensor.Capture.Memory;

/// <summary>Makes blocks of rows.</summary>
public static class RowBlocks
{
    private const int CacheLine = 64;
    private const int MostClearedBits = 27;

    /// <summary>The most rows, as a power of two, that fit one large page.</summary>
    /// <typeparam name="T">The row.</typeparam>
    public static int RowBitsOfLargePage<T>()
        where T : unmanaged => BitOperations.Log2((uint)(LargePages.Size / Unsafe.SizeOf<T>()));

    /// <summary>Makes blocks whose rows hold anything. Those as large as a large page begin at one, and ask the kernel for one each.</summary>
    /// <typeparam name="T">The row.</typeparam>
    /// <param name="count">Blocks, in one piece of memory.</param>
    /// <param name="rowBits">Rows of a block, as a power of two.</param>
    public static RowBlock<T>[] Allocate<T>(int count, int rowBits)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(rowBits, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rowBits, 24);
        int length = checked((int)((long)Unsafe.SizeOf<T>() << rowBits));
        int alignment = length % LargePages.Size == 0 ? LargePages.Size : CacheLine;
        byte[] memory = GC.AllocateUninitializedArray<byte>(checked((length * count) + alignment), pinned: true);
        nint first = FirstIn(memory, alignment);
        RowBlock<T>[] blocks = new RowBlock<T>[count];
        for (int block = 0; block < count; block++)
        {
            blocks[block] = new RowBlock<T>(memory, first + ((nint)block * length), rowBits);
        }

        return blocks;
    }

    /// <summary>Makes one block whose rows are all zero. One of the size of a large page or more begins at a large page.</summary>
    /// <typeparam name="T">The row.</typeparam>
    /// <param name="rowBits">Rows of the block, as a power of two.</param>
    public static RowBlock<T> AllocateCleared<T>(int rowBits)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rowBits, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rowBits, MostClearedBits);
        int length = checked((int)((long)Unsafe.SizeOf<T>() << rowBits));
        int alignment = length >= LargePages.Size ? LargePages.Size : CacheLine;

        // Memory that the kernel just gave is zero and is not written for that.
        byte[] memory = GC.AllocateArray<byte>(checked(length + alignment), pinned: true);
        return new RowBlock<T>(memory, FirstIn(memory, alignment), rowBits);
    }

    // The address at which the first block begins in pinned memory.
    private static unsafe nint FirstIn(byte[] memory, int alignment)
    {
        if (alignment == LargePages.Size)
        {
            LargePages.Ask(memory);
        }

        nint address = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(memory));
        return (address + alignment - 1) & -alignment;
    }
}
