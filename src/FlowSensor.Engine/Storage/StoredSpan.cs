using FlowSensor.Engine.Capturing;
using FlowSensor.Engine.Collection;
using FlowSensor.Engine.Traffic;

namespace FlowSensor.Engine.Storage;

/// <summary>What the store keeps of one span of time; taken from the accounting and never changed after.</summary>
public sealed record StoredSpan : StoredItem
{
    /// <summary>Window, hour or day.</summary>
    public required SpanKind Kind { get; init; }

    /// <summary>Start, Unix milliseconds.</summary>
    public required long Start { get; init; }

    /// <summary>End (exclusive), Unix milliseconds; of an hour or day that was cut short, the end of what it holds.</summary>
    public required long End { get; init; }

    /// <summary>Distinct sources.</summary>
    public long SourceCount { get; init; }

    /// <summary>Totals by service and direction.</summary>
    public IReadOnlyList<ServiceTotal> Services { get; init; } = [];

    /// <summary>Totals by exporter, service, direction and scope.</summary>
    public IReadOnlyList<ScopeTotal> Totals { get; init; } = [];

    /// <summary>Distributions.</summary>
    public IReadOnlyList<BandTotal> Bands { get; init; } = [];

    /// <summary>Sources to keep.</summary>
    public IReadOnlyList<StoredSources> Sources { get; init; } = [];

    /// <summary>Groups by next hop and institution; empty where neither routers nor institutions are configured.</summary>
    public IReadOnlyList<GroupTotal> Groups { get; init; } = [];

    /// <summary>What arrived, by exporter; also names the exporters of <see cref="Totals"/>.</summary>
    public IReadOnlyList<ExporterLedger> Ledgers { get; init; } = [];

    /// <summary>What became of the packets of each interface.</summary>
    public IReadOnlyList<InterfaceCounters> Interfaces { get; init; } = [];
}
