namespace FlowSensor.Engine.Collection;

/// <summary>What arrived from one exporter and domain during a span, and what became of it.</summary>
public sealed record ExporterLedger
{
    /// <summary>Number of the exporter in the accounting (<c>ExporterIndex</c>); -1 for a ledger that belongs to no single exporter.</summary>
    public required int ExporterIndex { get; init; }

    /// <summary>The exporter.</summary>
    public required ExporterIdentity Exporter { get; init; }

    /// <summary>Datagrams received.</summary>
    public long Datagrams { get; init; }

    /// <summary>Datagrams decoded whole.</summary>
    public long Decoded { get; init; }

    /// <summary>Datagrams that were not, by cause in the ledger's words.</summary>
    public IReadOnlyDictionary<string, long> Dropped { get; init; } = new Dictionary<string, long>();

    /// <summary>Flow records.</summary>
    public long Records { get; init; }

    /// <summary>Options data records.</summary>
    public long OptionsRecords { get; init; }

    /// <summary>Template records.</summary>
    public long Templates { get; init; }

    /// <summary>What the sequence numbers say never arrived, in the format's own unit.</summary>
    public long SequenceLost { get; init; }

    /// <summary>Flow records not counted because another exporter counts the same traffic.</summary>
    public long Duplicates { get; init; }

    /// <summary>Flow records of flows that went on for longer than a window: the exporter's active timeout is longer.</summary>
    public long LongRecords { get; init; }

    /// <summary>Datagrams the kernel dropped for want of buffer.</summary>
    public long KernelDropped { get; init; }

    /// <summary>Sampling interval last in force; null while unknown.</summary>
    public long? Sampling { get; init; }
}
