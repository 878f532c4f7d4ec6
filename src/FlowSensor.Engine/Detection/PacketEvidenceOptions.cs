using System.ComponentModel.DataAnnotations;

namespace FlowSensor.Engine.Detection;

/// <summary>
/// <c>detection.evidence.packets</c>: packets of suspicious sources, where packets are captured. Off unless asked for: they hold what people say to each
/// other. How long: <c>store.retention.evidence</c>.
/// </summary>
public sealed class PacketEvidenceOptions
{
    /// <summary>True: packets are kept, beside the store in the folder <c>packets</c>.</summary>
    public bool Enabled { get; set; }

    /// <summary>Octets kept of each packet, link header included. 96: the headers and what a protocol begins with.</summary>
    [Range(40, 65_535)]
    public int SnapLength { get; set; } = 96;

    /// <summary>Packets kept of a source and window, the first ones.</summary>
    [Range(1, 100_000)]
    public int PerWindow { get; set; } = 50;

    /// <summary>Packets kept of a source in all, while it stays suspicious.</summary>
    [Range(1, 10_000_000)]
    public int PerSource { get; set; } = 1_000;

    /// <summary>Octets kept of all sources in a window.</summary>
    [Range(1_000, 1_000_000_000)]
    public int WindowOctets { get; set; } = 4_000_000;

    /// <summary>Octets of all files; the oldest give way.</summary>
    [Range(10_000, 1_000_000_000_000)]
    public long MaxOctets { get; set; } = 256_000_000;
}
