using FlowSensor.Engine.Reports;

namespace FlowSensor.Dashboard.Answers;

/// <summary>Everything about one source at a glance.</summary>
internal sealed record SourceDetails
{
    /// <summary>Address.</summary>
    public required string Source { get; init; }

    /// <summary>Start of the time.</summary>
    public DateTimeOffset From { get; init; }

    /// <summary>Its end.</summary>
    public DateTimeOffset To { get; init; }

    /// <summary>What it did by service and direction; empty where nothing of it is stored.</summary>
    public IReadOnlyList<SourceService> Services { get; init; } = [];

    /// <summary>Whose it is, by files and routes, and how that was found.</summary>
    public required ContactDetails Contact { get; init; }

    /// <summary>Incidents of it in that time.</summary>
    public IReadOnlyList<IncidentRow> Incidents { get; init; } = [];

    /// <summary>Complaints about it.</summary>
    public IReadOnlyList<ComplaintReport> Complaints { get; init; } = [];

    /// <summary>With whom it had to do, from the flow records kept as evidence.</summary>
    public IReadOnlyList<PeerReport> Peers { get; init; } = [];

    /// <summary>Flow records kept as evidence that <see cref="Peers"/> sums up; 0 where it never was suspicious.</summary>
    public long EvidenceFlows { get; init; }
}
