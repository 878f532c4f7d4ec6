using System.Text.Json.Serialization;

namespace FlowSensor.Engine.Reports;

/// <summary>One exporter and observation domain.</summary>
public sealed record ExporterReport
{
    /// <summary>Address its datagrams come from.</summary>
    public required string Exporter { get; init; }

    /// <summary>Export format version: 1, 5, 7, 9, 10 (IPFIX), 105 (sFlow).</summary>
    public int Version { get; init; }

    /// <summary>Observation domain id.</summary>
    public ulong Domain { get; init; }

    /// <summary>Datagrams received.</summary>
    public long Datagrams { get; init; }

    /// <summary>Datagrams decoded whole; left out in a replay.</summary>
    public long? Decoded { get; init; }

    /// <summary>Datagrams that were not, by cause; left out in a replay.</summary>
    public IReadOnlyDictionary<string, long>? Dropped { get; init; }

    /// <summary>Flow records.</summary>
    public long Records { get; init; }

    /// <summary>What the sequence numbers say never arrived.</summary>
    public long SequenceLost { get; init; }

    /// <summary>Flow records not counted because another exporter counts the same traffic; left out where there are none.</summary>
    public long? Duplicates { get; init; }

    /// <summary>Sampling interval last in force; null while unknown.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public long? Sampling { get; init; }

    /// <summary>Start of the first span with datagrams; only in answers from a store.</summary>
    public DateTimeOffset? First { get; init; }

    /// <summary>End of the last span with datagrams; only in answers from a store.</summary>
    public DateTimeOffset? Last { get; init; }
}
