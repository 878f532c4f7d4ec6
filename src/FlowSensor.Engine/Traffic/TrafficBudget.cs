namespace FlowSensor.Engine.Traffic;

/// <summary>
/// Rows that several tables may take together. The open windows share one of one and a half tables, because a window is about half
/// full when the one before it closes; this bounds memory whatever the number of windows.
/// </summary>
internal sealed class TrafficBudget(int sources, int pairs)
{
    /// <summary>Source rows there are in all.</summary>
    public int MostSources { get; } = sources;

    /// <summary>Pair rows there are in all.</summary>
    public int MostPairs { get; } = pairs;

    /// <summary>Source rows still to be had.</summary>
    public int Sources { get; set; } = sources;

    /// <summary>Pair rows still to be had.</summary>
    public int Pairs { get; set; } = pairs;

    /// <summary>The budget of all open windows.</summary>
    public static TrafficBudget OfWindows(TrafficOptions options) =>
        new(OneAndAHalf(RowsOf(options)), OneAndAHalf(options.MaxPairs));

    /// <summary>The budget of a table on its own.</summary>
    public static TrafficBudget OfSummary(TrafficOptions options) => new(RowsOf(options), options.MaxPairs);

    // Hosts that talk do so in several classes; those that only scan, or are forged, show one.
    private static int RowsOf(TrafficOptions options) => (int)Math.Min(int.MaxValue, options.MaxSources * 5L / 2);

    private static int OneAndAHalf(int rows) => (int)Math.Min(int.MaxValue, rows * 3L / 2);
}
