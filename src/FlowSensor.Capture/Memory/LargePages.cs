using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FlowSensor.Capture.Native;

namespace FlowSensor.Capture.Memory;

/// <summary>
/// Asks the kernel to back large arrays with pages of 2 MB: one fault instead of 512 when they are first written, and a processor
/// that keeps the addresses of the whole table at hand. A hint only: where it is refused, the pages are small.
/// </summary>
public static class LargePages
{
    /// <summary>Octets of a large page, on x86-64 and on arm64 with base pages of 4 KB.</summary>
    public const int Size = 1 << 21;

    /// <summary>
    /// Asks for an array that was just allocated. Pages that lie wholly in it and were not written yet become large ones, so it
    /// helps arrays of several large pages.
    /// </summary>
    /// <param name="array">An array that was not written yet.</param>
    public static unsafe void Ask<T>(T[] array)
        where T : struct
    {
        ArgumentNullException.ThrowIfNull(array);
        long length = (long)array.Length * Unsafe.SizeOf<T>();
        if (length < Size || !OperatingSystem.IsLinux())
        {
            return;
        }

        // Should the collector move the array in between, the advice is given for other memory of its heap, which does no harm.
        long start = (long)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array));
        long first = (start + Size - 1) & -Size;
        long end = (start + length) & -Size;
        if (first < end)
        {
            _ = LibC.Advise((void*)first, (nuint)(end - first), LibC.AdviseHugePages);
        }
    }
}
