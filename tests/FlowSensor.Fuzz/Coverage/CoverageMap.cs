using System.Numerics;
using System.Runtime.InteropServices;
using SharpFuzz.Common;

namespace FlowSensor.Fuzz.Coverage;

/// <summary>
/// What instrumented code counts: 65,536 octets, one for each (hashed) edge, that every execution begins at zero. Without
/// instrumentation it stays empty.
/// </summary>
internal sealed unsafe class CoverageMap
{
    private const int Size = 1 << 16;

    private readonly byte* _edges;

    private CoverageMap()
    {
        _edges = (byte*)NativeMemory.AlignedAlloc(Size, 64);
        new Span<byte>(_edges, Size).Clear();
        Trace.SharedMem = _edges;
    }

    /// <summary>The one map of the process: instrumented code knows no other.</summary>
    public static CoverageMap Shared { get; } = new();

    /// <summary>Begins an execution.</summary>
    public static void Begin() => Trace.PrevLocation = 0;

    /// <summary>
    /// Empties the map, and remembers in <paramref name="seen"/> which edges were taken, each with the order of magnitude of its
    /// count (as afl does: 1, 2, 3, 4-7, 8-15, 16-31, 32-127, more).
    /// </summary>
    /// <param name="seen">An octet of magnitudes for each edge; null only empties.</param>
    /// <returns>Edges with magnitudes that were never seen before.</returns>
    public int Take(byte[]? seen)
    {
        int found = 0;

        // Nearly all of it is zero, so it is looked at by four vectors at a time.
        var words = new Span<Vector<ulong>>(_edges, Size / Vector<byte>.Count);
        for (int i = 0; i < words.Length; i += 4)
        {
            Span<Vector<ulong>> four = words.Slice(i, 4);
            if ((four[0] | four[1] | four[2] | four[3]) != Vector<ulong>.Zero)
            {
                found += seen is null ? 0 : Remember(seen, i * Vector<byte>.Count, 4 * Vector<byte>.Count);
                four.Clear();
            }
        }

        return found;
    }

    private int Remember(byte[] seen, int start, int count)
    {
        int found = 0;
        for (int edge = start; edge < start + count; edge++)
        {
            if (_edges[edge] != 0 && Magnitude(_edges[edge]) is byte magnitude && (seen[edge] & magnitude) == 0)
            {
                seen[edge] |= magnitude;
                found++;
            }
        }

        return found;
    }

    /// <summary>Makes what every target needs: a memory of edges.</summary>
    public static byte[] NewMemory() => new byte[Size];

    private static byte Magnitude(byte count) => count switch
    {
        1 => 1,
        2 => 2,
        3 => 4,
        < 8 => 8,
        < 16 => 16,
        < 32 => 32,
        < 128 => 64,
        _ => 128,
    };
}
