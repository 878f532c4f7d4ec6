namespace FlowSensor.Capture.Pcap;

/// <summary>How an interface is captured from.</summary>
public sealed record PcapOptions
{
    /// <summary>Name of the interface; <c>any</c> is all of them on Linux.</summary>
    public required string Interface { get; init; }

    /// <summary>BPF filter in the language of pcap-filter(7); null takes everything.</summary>
    public string? Filter { get; init; }

    /// <summary>Octets captured of each packet at most. The default takes every IP packet whole.</summary>
    public int SnapLength { get; init; } = 65_535;

    /// <summary>Takes packets that are not addressed to this machine, as on a mirror port.</summary>
    public bool Promiscuous { get; init; } = true;

    /// <summary>Capture buffer in the kernel, in bytes. 32 MiB holds about a quarter of a second of a full 1 Gbit/s.</summary>
    public int Buffer { get; init; } = 32 << 20;

    /// <summary>Hands packets over one by one as they come instead of in blocks: less delay, more work.</summary>
    public bool Immediate { get; init; }

    /// <summary>Longest time the kernel keeps a block of packets that is not full.</summary>
    public TimeSpan BlockTimeout { get; init; } = TimeSpan.FromMilliseconds(100);
}
