using FlowSensor.Engine.Reports.Incidents;

namespace FlowSensor.Engine.Storage.Incidents;

/// <summary>Evidence of the suspicious hosts of one window.</summary>
internal sealed record StoredEvidence : StoredItem
{
    /// <summary>Flow records.</summary>
    public IReadOnlyList<EvidenceFlow> Flows { get; init; } = [];

    /// <summary>What rules said.</summary>
    public IReadOnlyList<EvidenceWindow> Windows { get; init; } = [];
}
