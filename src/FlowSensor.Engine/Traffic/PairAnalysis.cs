namespace FlowSensor.Engine.Traffic;

/// <summary>One walk over all pairs: the distributions by pair.</summary>
internal sealed class PairAnalysis
{
    private readonly BandSums[] _bands;

    public PairAnalysis(TrafficTables tables)
    {
        BandScale scale = new(tables.Pools.Options.Bands);
        PairTable pairs = tables.Pairs;
        _bands = [.. tables.Pools.Classifier.ServiceDirections.Select(_ => new BandSums(scale))];
        for (uint number = 0; number < (uint)pairs.RowCount; number++)
        {
            ref PairRow row = ref pairs[number];
            _bands[row.ServiceDirection].Add(row.Flows, row.Packets, row.Octets);
        }

        for (int service = 0; service < _bands.Length; service++)
        {
            PairRow other = pairs.Other[service];
            _bands[service].AddOther(other.Flows, other.Packets, other.Octets);
        }
    }

    /// <summary>Pairs of a service and direction.</summary>
    public long Keys(int serviceDirection) => _bands[serviceDirection].Keys;

    /// <summary>Distribution over the pairs.</summary>
    public BandSums Bands(int serviceDirection) => _bands[serviceDirection];
}
