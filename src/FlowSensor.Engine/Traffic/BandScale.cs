using System.Globalization;

namespace FlowSensor.Engine.Traffic;

/// <summary>The bounds of the flow-count bands.</summary>
internal sealed class BandScale
{
    private readonly ulong[] _bounds;

    public BandScale(IEnumerable<int> bounds)
    {
        _bounds = [.. bounds.Where(bound => bound > 0).Distinct().Order().Select(bound => (ulong)bound)];
        string[] labels = new string[_bounds.Length + 1];
        ulong from = 1;
        for (int band = 0; band < _bounds.Length; band++)
        {
            labels[band] = string.Create(CultureInfo.InvariantCulture, $"{from}-{_bounds[band]}");
            from = _bounds[band] + 1;
        }

        labels[^1] = string.Create(CultureInfo.InvariantCulture, $">{from - 1}");
        Labels = labels;
    }

    /// <summary>Labels such as <c>11-30</c> and, last, <c>>1000</c>.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>The band of a number of flows.</summary>
    public int BandOf(ulong flows)
    {
        for (int band = 0; band < _bounds.Length; band++)
        {
            if (flows <= _bounds[band])
            {
                return band;
            }
        }

        return _bounds.Length;
    }
}
