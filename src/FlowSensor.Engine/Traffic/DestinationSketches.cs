namespace FlowSensor.Engine.Traffic;

/// <summary>
/// HyperLogLog sketches of 256 registers of four bits (128 octets) for sources with more than four destinations.
/// Standard error 1.04/sqrt(256) = 6.5 %, less under a few hundred. Registers are filled from 32-bit fingerprints alone,
/// so that exact fingerprints turn into a sketch and sketches merge without loss, and the order of records does not matter.
/// </summary>
internal sealed class DestinationSketches(ChunkPool<DestinationSketch> pool, int most)
{
    private readonly RowChunks<DestinationSketch> _sketches = new(pool);

    /// <summary>A sketch by its number.</summary>
    public ref DestinationSketch this[uint sketch] => ref _sketches[sketch];

    /// <summary>Takes an empty sketch; false when all are in use.</summary>
    public bool TryTake(out uint sketch)
    {
        if (_sketches.Count >= most)
        {
            sketch = 0;
            return false;
        }

        sketch = _sketches.Append();
        _sketches[sketch] = default;
        return true;
    }

    /// <summary>Frees every sketch.</summary>
    public void Clear() => _sketches.Clear();
}
