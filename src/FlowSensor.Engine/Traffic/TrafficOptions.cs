using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Traffic;

/// <summary>Settings of the accounting (<c>traffic:</c> and <c>sensor: networks:</c> of the configuration).</summary>
public sealed class TrafficOptions
{
    /// <summary>Length of a window, aligned to the Unix epoch. 60 s: the resolution of the dashboards.</summary>
    public TimeSpan Window { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How far the watermark stays behind the newest event time. 30 s covers exporters' usual send delay. Used by the caller's event clock.</summary>
    public TimeSpan Lateness { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Most windows open at once; one more closes the oldest early.</summary>
    public int MaxOpenWindows { get; set; } = 8;

    /// <summary>
    /// Most sources of a table, and two and a half times as many rows: a source takes one for each traffic class it shows. About 150
    /// octets a source with one class, 64 for each further one. The rest is summed for each class as <c>other</c>.
    /// </summary>
    public int MaxSources { get; set; } = 1_000_000;

    /// <summary>Most rows of the pair table, about 80 octets each. Default: three times the day published in mission B.</summary>
    public int MaxPairs { get; set; } = 500_000;

    /// <summary>Most keys of each rolling table (hour, day), about 80 octets each.</summary>
    public int MaxRollingKeys { get; set; } = 250_000;

    /// <summary>Most (exporter, class, scope) totals of a window; exporters beyond it are summed as exporter -1.</summary>
    public int MaxTotals { get; set; } = 65_536;

    /// <summary>Upper bounds of the flow-count bands, ascending; the last band is open. Default: the published table's.</summary>
    public IList<int> Bands { get; set; } = [10, 30, 70, 100, 200, 1000];

    /// <summary>Sources kept of each window, service and direction.</summary>
    public int TopSources { get; set; } = 1000;

    /// <summary>Sources with more flows than this in a window are kept beside the top ones. 30: the lower published threshold.</summary>
    public int KeepOverFlows { get; set; } = 30;

    /// <summary>
    /// Sources kept of each window, service and direction at most, those with most flows: sums and bands hold the others. 10,000, as of an hour: at
    /// millions of flows a second nearly every source is over any threshold, and a window would be hundreds of thousands of rows.
    /// </summary>
    public int MaxKeptSources { get; set; } = 10_000;

    /// <summary>The operator's own services by name.</summary>
    public IDictionary<string, TrafficServiceOptions> Services { get; } = new Dictionary<string, TrafficServiceOptions>(StringComparer.Ordinal);

    /// <summary>Services whose (source, destination) pairs are accounted.</summary>
    public ISet<string> PairServices { get; } = new HashSet<string>(StringComparer.Ordinal) { "smtp" };

    /// <summary>Services whose sources are kept in the rolling hour and day; pairs follow where the service keeps pairs.</summary>
    public ISet<string> RollingServices { get; } = new HashSet<string>(StringComparer.Ordinal) { "smtp", "dns" };

    /// <summary>Own networks, which decide the scope; empty: every scope is unknown.</summary>
    public IList<IpPrefix> Networks { get; } = [];
}
