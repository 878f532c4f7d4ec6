using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using FlowSensor.Capture.Memory;

namespace FlowSensor.Engine.Traffic;

/// <summary>
/// Counts distinct destinations of the rows of one table: up to four exactly, in the row; more by a sketch, as long as there
/// are free ones.
/// </summary>
internal sealed class DestinationCounts(ChunkPool<DestinationSketch> pool, int mostSketches)
{
    private readonly DestinationSketches _sketches = new(pool, mostSketches);

    /// <summary>Sketches of rows with many destinations.</summary>
    public DestinationSketches Sketches => _sketches;

    /// <summary>Begins to fetch what adding a destination to a row will change beside the row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fetch(in SourceRow row, uint fingerprint)
    {
        if (row.Destinations == SourceRow.Sketched)
        {
            CacheHint.Fetch(in _sketches[row.Fingerprints[0]], DestinationSketch.OffsetOf(fingerprint));
        }
    }

    /// <summary>Frees every sketch.</summary>
    public void Clear() => _sketches.Clear();

    /// <summary>Adds a destination, by its fingerprint, to a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ref SourceRow row, uint fingerprint)
    {
        if (row.Destinations <= SourceRow.MostFingerprints)
        {
            int held = row.Destinations;
            ReadOnlySpan<uint> fingerprints = row.Fingerprints;
            uint same = Vector128.Equals(Vector128.Create(fingerprints), Vector128.Create(fingerprint)).ExtractMostSignificantBits();
            if ((same & ((1u << held) - 1)) != 0)
            {
                return;
            }

            if (held < SourceRow.MostFingerprints)
            {
                row.Fingerprints[held] = fingerprint;
                row.Destinations++;
                return;
            }
        }

        AddFurther(ref row, fingerprint);
    }

    private void AddFurther(ref SourceRow row, uint fingerprint)
    {
        if (row.Destinations == SourceRow.Overflowed || (row.Destinations != SourceRow.Sketched && !TrySketch(ref row)))
        {
            return;
        }

        _sketches[row.Fingerprints[0]].Add(fingerprint);
    }

    private bool TrySketch(ref SourceRow row)
    {
        if (!_sketches.TryTake(out uint number))
        {
            row.Destinations = SourceRow.Overflowed;
            return false;
        }

        ref DestinationSketch sketch = ref _sketches[number];
        for (int at = 0; at < row.Destinations; at++)
        {
            sketch.Add(row.Fingerprints[at]);
        }

        row.Destinations = SourceRow.Sketched;
        row.Fingerprints[0] = number;
        return true;
    }

    /// <summary>Adds the destinations of a row of another table.</summary>
    public void Merge(ref SourceRow mine, in SourceRow theirs, DestinationCounts other)
    {
        if (theirs.Destinations == SourceRow.Sketched)
        {
            if (mine.Destinations == SourceRow.Sketched || (mine.Destinations != SourceRow.Overflowed && TrySketch(ref mine)))
            {
                _sketches[mine.Fingerprints[0]].Merge(in other._sketches[theirs.Fingerprints[0]]);
            }

            return;
        }

        int held = Math.Min((int)theirs.Destinations, SourceRow.MostFingerprints);
        for (int at = 0; at < held; at++)
        {
            Add(ref mine, theirs.Fingerprints[at]);
        }
    }
}
