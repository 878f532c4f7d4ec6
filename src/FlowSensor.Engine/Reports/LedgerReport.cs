namespace FlowSensor.Engine.Reports;

/// <summary>The account of what was received: datagrams = decoded + the sum of dropped.</summary>
public sealed record LedgerReport
{
    /// <summary>Datagrams received.</summary>
    public long Datagrams { get; init; }

    /// <summary>Datagrams decoded whole.</summary>
    public long Decoded { get; init; }

    /// <summary>Datagrams that were not, by cause; every cause is there, also with 0.</summary>
    public IReadOnlyDictionary<string, long> Dropped { get; init; } = new Dictionary<string, long>();

    /// <summary>Flow records.</summary>
    public long Records { get; init; }

    /// <summary>Options data records.</summary>
    public long OptionsRecords { get; init; }

    /// <summary>Template records.</summary>
    public long Templates { get; init; }

    /// <summary>What the sequence numbers say never arrived.</summary>
    public long SequenceLost { get; init; }

    /// <summary>Flow records not counted because another exporter counts the same traffic; left out where there are none.</summary>
    public long? Duplicates { get; init; }

    /// <summary>Datagrams the kernel dropped; left out where no socket was read.</summary>
    public long? KernelDropped { get; init; }

    /// <summary>Data sets that still wait for their template.</summary>
    public long? Pending { get; init; }
}
