using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace FlowSensor.Capture.Memory;

/// <summary>
/// Tells the processor that memory will be wanted soon. A hint only: it reads nothing, so it does no harm when the collector
/// moves the object in between, and does nothing on processors without it. It lives here because the instruction takes a pointer.
/// </summary>
public static class CacheHint
{
    /// <summary>Begins to bring the line of a location into the nearest cache.</summary>
    /// <param name="location">
    /// An element of an array or of a <see cref="RowBlock{T}"/>. Not a field of one: naming a field makes the compiler check for null by reading the location,
    /// and then the processor waits for what it should only have been told of.
    /// </param>
    /// <param name="offset">Octets from the location.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Fetch<T>(ref readonly T location, int offset = 0)
        where T : struct
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0((byte*)Unsafe.AsPointer(ref Unsafe.AsRef(in location)) + offset);
        }
    }

    /// <summary>Begins to bring an element of up to 64 octets, which may lie over two lines, into the nearest cache.</summary>
    /// <param name="location">An element of an array, as for <see cref="Fetch"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void FetchWhole<T>(ref readonly T location)
        where T : struct
    {
        if (Sse.IsSupported)
        {
            byte* start = (byte*)Unsafe.AsPointer(ref Unsafe.AsRef(in location));
            Sse.Prefetch0(start);
            Sse.Prefetch0(start + Unsafe.SizeOf<T>() - 1);
        }
    }

    /// <summary>Begins to bring an object into the nearest cache, and with it what its constructor made, which lies behind it until the collector finds otherwise.</summary>
    /// <param name="reference">Where the object is named; nothing is fetched for null.</param>
    /// <param name="octets">Octets from the object's start that are wanted.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void FetchObject(ref readonly object? reference, int octets)
    {
        // A copy on the stack, which the collector keeps right when it moves the object.
        object? held = reference;
        if (Sse.IsSupported && held is not null)
        {
            byte* start = *(byte**)Unsafe.AsPointer(ref held);
            for (int at = 0; at < octets; at += 64)
            {
                Sse.Prefetch0(start + at);
            }
        }
    }
}
