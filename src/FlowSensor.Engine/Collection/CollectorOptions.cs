using FlowSensor.Engine.Configuration;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Collection;

/// <summary>Limits and rules of a <see cref="Collector"/>, taken from the sections <c>inputs.netflow</c>, <c>inputs.sflow</c> and <c>traffic</c>.</summary>
public sealed record CollectorOptions
{
    /// <summary>Networks that exporters may send from; empty: all.</summary>
    public IReadOnlyList<IpPrefix> Allow { get; init; } = [];

    /// <summary>Networks that senders of sFlow may send from; empty: those of <see cref="Allow"/>.</summary>
    public IReadOnlyList<IpPrefix> AllowSFlow { get; init; } = [];

    /// <summary>Empty lists allow nobody instead of everyone.</summary>
    public bool DenyByDefault { get; init; }

    /// <summary>Flow records read of each exporter in a second; 0 for no limit.</summary>
    public long MaxRecordsPerSecond { get; init; }

    /// <summary>Other limits for some exporters.</summary>
    public IReadOnlyList<RateLimitOptions> RateLimits { get; init; } = [];

    /// <summary>Configured sampling intervals.</summary>
    public IReadOnlyList<SamplingOptions> Sampling { get; init; } = [];

    /// <summary>Exporters that see the same traffic.</summary>
    public IReadOnlyList<DuplicateGroupOptions> Duplicates { get; init; } = [];

    /// <summary>Most exporters and observation domains.</summary>
    public int MaxExporters { get; init; } = 10_000;

    /// <summary>Most templates over all exporters.</summary>
    public int MaxTemplates { get; init; } = 100_000;

    /// <summary>A template that was not announced for this long is forgotten.</summary>
    public TimeSpan TemplateTimeout { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Octets for data sets that wait for their template.</summary>
    public long PendingOctets { get; init; } = 16 << 20;

    /// <summary>How far the watermark stays behind the event time.</summary>
    public TimeSpan Lateness { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Milliseconds over which a flow is a long one: a window.</summary>
    public long LongFlow { get; init; } = 60_000;

    /// <summary>The options of a configuration.</summary>
    public static CollectorOptions From(SensorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        NetflowInputOptions netflow = options.Inputs.Netflow;
        return new CollectorOptions
        {
            Allow = netflow.Allow,
            AllowSFlow = options.Inputs.Sflow.Allow,
            DenyByDefault = netflow.DenyByDefault,
            MaxRecordsPerSecond = netflow.MaxRecordsPerSecond,
            RateLimits = netflow.RateLimits,
            Sampling = netflow.Sampling,
            Duplicates = options.Inputs.Duplicates,
            MaxExporters = netflow.MaxExporters,
            MaxTemplates = netflow.MaxTemplates,
            TemplateTimeout = netflow.TemplateTimeout,
            PendingOctets = netflow.PendingBytes.Octets,
            Lateness = options.Traffic.Lateness,
            LongFlow = (long)options.Traffic.Window.TotalMilliseconds,
        };
    }
}
