using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FlowSensor.Capture.Native;

namespace FlowSensor.Capture.Memory;

/// <summary>
/// Makes the arrays of big tables. Looked up at random, a table of tens of megabytes costs a walk of the page tables for nearly every look-up
/// while its pages are of 4 kB; the system is asked to use pages of 2 MB for it, which it does where it is set to do so on request.
/// </summary>
public static class LargePages
{
    private const int PageLength = 1 << 21;

    // From here on an array surely holds a whole large page, and few lookups find its small ones in the processor's page cache.
    private const long LeastOctets = 2L * PageLength;

    /// <summary>Makes an array; one of less than four megabytes is like any other.</summary>
    /// <typeparam name="T">Type of the elements; no references in it.</typeparam>
    /// <param name="length">Number of elements.</param>
    public static T[] NewArray<T>(int length)
        where T : struct
    {
        long octets = (long)length * Unsafe.SizeOf<T>();
        if (octets < LeastOctets || !OperatingSystem.IsLinux())
        {
            return new T[length];
        }

        // Pinned, as what is asked for holds for addresses, not for an object that the collector may move.
        T[] array = GC.AllocateArray<T>(length, pinned: true);
        Ask(array, octets);
        return array;
    }

    // A refusal changes nothing but the speed.
    private static unsafe void Ask<T>(T[] array, long octets)
        where T : struct
    {
        nuint start = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array));
        nuint first = (start + PageLength - 1) & ~(nuint)(PageLength - 1);
        nuint end = (start + (nuint)octets) & ~(nuint)(PageLength - 1);
        if (end > first)
        {
            _ = LibC.AdviseMemory((void*)first, end - first, LibC.AdviceLargePages);
        }
    }
}
