using System.ComponentModel.DataAnnotations;

namespace FlowSensor.Engine.Configuration;

/// <summary>One entry of <c>inputs.capture</c>: an interface whose packets are metered and inspected.</summary>
public sealed class CaptureInputOptions
{
    /// <summary>Name of the interface, as <c>ip link</c> lists it; <c>any</c> is all of them.</summary>
    [Required]
    public string? Interface { get; set; }

    /// <summary>BPF filter in the language of pcap-filter(7); unset: every packet.</summary>
    public string? Filter { get; set; }

    /// <summary>Octets captured of each packet at most. Under the length of a mail dialogue's lines, inspection sees less.</summary>
    [Range(64, 262_144)]
    public int SnapLength { get; set; } = 65_535;

    /// <summary>Takes packets that are not addressed to this machine, as on a mirror port.</summary>
    public bool Promiscuous { get; set; } = true;

    /// <summary>Capture buffer in the kernel; packets that find it full are counted <c>kernel_dropped</c>.</summary>
    [SizeRange("128KiB", "2047MiB")]
    public ByteSize Buffer { get; set; } = new(32 << 20);

    /// <summary>Takes packets one by one as they come instead of in blocks: less delay, more work.</summary>
    public bool Immediate { get; set; }
}
