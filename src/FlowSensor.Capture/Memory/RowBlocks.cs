using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FlowSensor.Capture.Memory;

/// <summary>Makes blocks of rows.</summary>
public static class RowBlocks
{
    private const int CacheLine = 64;

    /// <summary>The most rows, as a power of two, that fit one large page.</summary>
    /// <typeparam name="T">The row.</typeparam>
    public static int RowBitsOfLargePage<T>()
        where T : unmanaged => BitOperations.Log2((uint)(LargePages.Size / Unsafe.SizeOf<T>()));

    /// <summary>Makes blocks whose rows hold anything. Those as large as a large page begin at one, and ask the kernel for one each.</summary>
    /// <typeparam name="T">The row.</typeparam>
    /// <param name="count">Blocks, in one piece of memory.</param>
    /// <param name="rowBits">Rows of a block, as a power of two.</param>
    public static unsafe RowBlock<T>[] Allocate<T>(int count, int rowBits)
        where T : unmanaged
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
