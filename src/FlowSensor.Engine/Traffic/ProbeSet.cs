using FlowSensor.Capture.Memory;

namespace FlowSensor.Engine.Traffic;

/// <summary>Different values: the first one itself, from the second on a sketch, as long as there are free ones.</summary>
internal struct ProbeSet
{
    private const uint NoSketch = uint.MaxValue;
    private uint _first;
    private uint _sketch;
    private bool _isStarted;
    private bool _isMany;

    /// <summary>Adds a value by its fingerprint.</summary>
    public void Add(uint fingerprint, DestinationSketches sketches)
    {
        if (!_isStarted)
        {
            _isStarted = true;
            _first = fingerprint;
            return;
        }

        if (!_isMany)
        {
            if (fingerprint == _first)
            {
                return;
            }

            _isMany = true;
            if (!sketches.TryTake(out _sketch))
            {
                _sketch = NoSketch;
                return;
            }

            sketches[_sketch].Add(_first);
        }

        if (_sketch != NoSketch)
        {
            sketches[_sketch].Add(fingerprint);
        }
    }

    /// <summary>Begins to fetch what adding a value will change beside this.</summary>
    public readonly void Fetch(uint fingerprint, DestinationSketches sketches)
    {
        if (_isMany && _sketch != NoSketch)
        {
            CacheHint.Fetch(in sketches[_sketch], DestinationSketch.OffsetOf(fingerprint));
        }
    }

    /// <summary>How many different ones there are in this and another one.</summary>
    public readonly long Count(DestinationSketches sketches, in ProbeSet other, DestinationSketches others)
    {
        DestinationSketch both = default;
        AddTo(ref both, sketches);
        other.AddTo(ref both, others);
        return Math.Max(Count(sketches), both.Estimate());
    }

    /// <summary>How many; 2 where there was no sketch to count them.</summary>
    public readonly long Count(DestinationSketches sketches) =>
        !_isStarted ? 0 : !_isMany ? 1 : _sketch == NoSketch ? 2 : Math.Max(2, sketches[_sketch].Estimate());

    private readonly void AddTo(ref DestinationSketch sketch, DestinationSketches sketches)
    {
        if (_isStarted)
        {
            sketch.Add(_first);
        }

        if (_isMany && _sketch != NoSketch)
        {
            sketch.Merge(in sketches[_sketch]);
        }
    }
}
