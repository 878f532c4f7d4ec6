namespace FlowSensor.Engine.Traffic;

/// <summary>A band with its part of the whole distribution, as the published table prints it.</summary>
/// <param name="Band">The band.</param>
/// <param name="KeyRatio">Its part of the keys, 0 to 1.</param>
/// <param name="OctetRatio">Its part of the octets, 0 to 1.</param>
public readonly record struct BandShare(BandTotal Band, double KeyRatio, double OctetRatio)
{
    /// <summary>The shares of bands within their own service, direction and subject; ratios of an empty distribution are 0.</summary>
    public static IReadOnlyList<BandShare> Of(IReadOnlyCollection<BandTotal> bands)
    {
        var wholes = bands.GroupBy(band => (band.ServiceDirection, band.By)).ToDictionary(
            group => group.Key,
            group => (Keys: group.Sum(band => band.Keys), Octets: group.Sum(band => (double)band.Octets)));
        return
        [
            .. bands.Select(band =>
            {
                (long keys, double octets) = wholes[(band.ServiceDirection, band.By)];
                return new BandShare(band, keys == 0 ? 0 : band.Keys / (double)keys, octets == 0 ? 0 : band.Octets / octets);
            }),
        ];
    }
}
