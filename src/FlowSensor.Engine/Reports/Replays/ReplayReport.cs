namespace FlowSensor.Engine.Reports.Replays;

/// <summary>What a replay found, as <c>replay --json</c> prints it.</summary>
public sealed record ReplayReport
{
    /// <summary>What was read.</summary>
    public required InputReport Input { get; init; }

    /// <summary>The account of the datagrams.</summary>
    public LedgerReport? Ledger { get; init; }

    /// <summary>The account of captured packets.</summary>
    public PacketLedgerReport? Packets { get; init; }

    /// <summary>The exporters seen, by address, version and domain.</summary>
    public IReadOnlyList<ExporterReport>? Exporters { get; init; }

    /// <summary>Sums over all traffic.</summary>
    public required TotalsReport Totals { get; init; }

    /// <summary>Totals by service and direction.</summary>
    public IReadOnlyList<ServiceReport> Services { get; init; } = [];

    /// <summary>The top sources of each service and direction.</summary>
    public IReadOnlyList<SourceReport> Sources { get; init; } = [];

    /// <summary>Groups by next hop and institution; left out where neither routers nor institutions are configured.</summary>
    public IReadOnlyList<GroupReport>? Groups { get; init; }

    /// <summary>The distributions.</summary>
    public IReadOnlyList<BucketReport> Buckets { get; init; } = [];

    /// <summary>Wall time the replay took, in seconds.</summary>
    public double ElapsedS { get; init; }
}
