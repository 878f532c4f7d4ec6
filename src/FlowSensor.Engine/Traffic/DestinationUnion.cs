namespace FlowSensor.Engine.Traffic;

/// <summary>Distinct destinations over several rows of one source.</summary>
internal struct DestinationUnion
{
    private const int MostExact = 16;
    private DestinationSketch _sketch;
    private Fingerprints _fingerprints;
    private int _exact;
    private bool _isSketch;
    private bool _overflowed;

    /// <summary>Adds a row's destinations.</summary>
    public void Add(in SourceRow row, DestinationSketches sketches)
    {
        if (row.Destinations == SourceRow.Sketched)
        {
            TurnIntoSketch();
            _sketch.Merge(in sketches[row.Fingerprints[0]]);
            return;
        }

        _overflowed |= row.Destinations == SourceRow.Overflowed;
        int held = Math.Min((int)row.Destinations, SourceRow.MostFingerprints);
        for (int at = 0; at < held; at++)
        {
            Add(row.Fingerprints[at]);
        }
    }

    /// <summary>The number of distinct destinations.</summary>
    public readonly long Count(out bool exact)
    {
        exact = !_isSketch && !_overflowed;
        return _isSketch ? _sketch.Estimate() : _exact + (_overflowed ? 1 : 0);
    }

    /// <summary>The destinations as a sketch, to be merged into others.</summary>
    public readonly DestinationSketch ToSketch()
    {
        DestinationUnion copy = this;
        copy.TurnIntoSketch();
        return copy._sketch;
    }

    private void Add(uint fingerprint)
    {
        if (_isSketch)
        {
            _sketch.Add(fingerprint);
            return;
        }

        for (int at = 0; at < _exact; at++)
        {
            if (_fingerprints[at] == fingerprint)
            {
                return;
            }
        }

        if (_exact == MostExact)
        {
            TurnIntoSketch();
            _sketch.Add(fingerprint);
            return;
        }

        _fingerprints[_exact++] = fingerprint;
    }

    private void TurnIntoSketch()
    {
        if (!_isSketch)
        {
            _isSketch = true;
            for (int at = 0; at < _exact; at++)
            {
                _sketch.Add(_fingerprints[at]);
            }
        }
    }

    [System.Runtime.CompilerServices.InlineArray(MostExact)]
    private struct Fingerprints
    {
        private uint _first;
    }
}
