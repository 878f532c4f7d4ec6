using System.ComponentModel.DataAnnotations;

namespace FlowSensor.Engine.Detection;

/// <summary><c>detection.evidence</c>: what is kept of sources from the moment they are suspicious. How long and how much in all: <c>store.retention.evidence</c>, <c>store.evidence_records</c>.</summary>
public sealed class EvidenceOptions
{
    /// <summary>Sources of which evidence is kept at the same time.</summary>
    [Range(0, 100_000)]
    public int Sources { get; set; } = 1_000;

    /// <summary>Flow records kept of a source and window.</summary>
    [Range(0, 100_000)]
    public int RecordsPerWindow { get; set; } = 50;

    /// <summary>Flow records kept of a source in all, while it stays suspicious.</summary>
    [Range(0, 10_000_000)]
    public int RecordsPerSource { get; set; } = 2_000;

    /// <summary>Packets, where they are captured.</summary>
    public PacketEvidenceOptions Packets { get; set; } = new();
}
