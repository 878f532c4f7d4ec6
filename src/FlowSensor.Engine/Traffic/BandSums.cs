namespace FlowSensor.Engine.Traffic;

/// <summary>Keys, flows, packets and octets of each band of one service and direction.</summary>
internal sealed class BandSums(BandScale scale)
{
    private readonly (long Keys, ulong Flows, ulong Packets, ulong Octets)[] _bands = new (long, ulong, ulong, ulong)[scale.Labels.Count];
    private (ulong Flows, ulong Packets, ulong Octets) _other;

    /// <summary>Keys over all bands.</summary>
    public long Keys { get; private set; }

    /// <summary>Counts one key.</summary>
    public void Add(ulong flows, ulong packets, ulong octets)
    {
        ref (long Keys, ulong Flows, ulong Packets, ulong Octets) band = ref _bands[scale.BandOf(flows)];
        band.Keys++;
        band.Flows += flows;
        band.Packets += packets;
        band.Octets += octets;
        Keys++;
    }

    /// <summary>Adds what found no room in the table.</summary>
    public void AddOther(ulong flows, ulong packets, ulong octets) =>
        _other = (_other.Flows + flows, _other.Packets + packets, _other.Octets + octets);

    /// <summary>Appends the bands in their order, <c>other</c> only where there is any.</summary>
    public void AppendTo(List<BandTotal> totals, ServiceDirection direction, BandSubject by)
    {
        for (int band = 0; band < _bands.Length; band++)
        {
            (long keys, ulong flows, ulong packets, ulong octets) = _bands[band];
            totals.Add(new BandTotal(direction, by, scale.Labels[band], keys, flows, packets, octets));
        }

        if (_other.Flows > 0)
        {
            totals.Add(new BandTotal(direction, by, BandTotal.Other, 0, _other.Flows, _other.Packets, _other.Octets));
        }
    }
}
