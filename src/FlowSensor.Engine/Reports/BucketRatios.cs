namespace FlowSensor.Engine.Reports;

/// <summary>Works out each band's part of its distribution.</summary>
public static class BucketRatios
{
    /// <summary>The same bands with ratios of keys and octets, to six digits.</summary>
    public static IReadOnlyList<BucketReport> AddTo(IReadOnlyList<BucketReport> bands)
    {
        Dictionary<(string Service, string Direction, string By), (long Keys, double Octets)> sums = [];
        foreach (BucketReport band in bands)
        {
            (long keys, double octets) = sums.GetValueOrDefault(Key(band));
            sums[Key(band)] = (keys + band.Keys, octets + band.Octets);
        }

        return [.. bands.Select(band =>
        {
            (long keys, double octets) = sums[Key(band)];
            return band with { KeyRatio = Ratio(band.Keys, keys), OctetRatio = Ratio(band.Octets, octets) };
        })];
    }

    private static (string Service, string Direction, string By) Key(BucketReport band) => (band.Service, band.Direction, band.By);

    private static double Ratio(double part, double whole) => whole == 0 ? 0 : Math.Round(part / whole, 6);
}
