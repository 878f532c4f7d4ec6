namespace FlowSensor.Engine.Metering;

/// <summary>How packets are put together to flows.</summary>
public sealed record FlowCacheOptions
{
    /// <summary>
    /// Flows held at most. A flow takes about 112 bytes, so this many take 58 MB when all are in use; 524,288 is what nfpcapd holds as well.
    /// </summary>
    public int MaxFlows { get; init; } = 512 * 1024;

    /// <summary>A flow older than this is emitted and begun anew. 300 s as in nfpcapd and most routers' collectors.</summary>
    public TimeSpan ActiveTimeout { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>A flow without packets for this long is emitted. 60 s as in nfpcapd; RFC 5470 5.1.1 leaves the number open.</summary>
    public TimeSpan InactiveTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// What floods are made of (a TCP flow that has shown nothing but SYN, ICMP, large answers of <see cref="AmplifierPorts"/>) is idle after this long
    /// already, and emitted at this age when it has many packets; more than the inactive timeout has no effect.
    /// </summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.MaxValue;

    /// <summary>UDP ports of services that answer small questions with large answers.</summary>
    public IReadOnlyList<int> AmplifierPorts { get; init; } = [];

    /// <summary>
    /// A TCP flow that has shown FIN or RST is emitted when nothing followed for this long. Long enough for the last acknowledgment, which
    /// would else be counted as a flow of its own.
    /// </summary>
    public TimeSpan EndLinger { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Keeps the traffic of different VLANs apart.</summary>
    public bool VlanInKey { get; init; }

    /// <summary>Drops the second copy of a packet that a mirror of both directions of a port delivers twice.</summary>
    public bool DropDuplicates { get; init; }

    /// <summary>Time within which an identical packet is the second copy. Mirrors deliver both within one switch's queueing delay.</summary>
    public TimeSpan DuplicateWindow { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>Observation domain the records are marked with.</summary>
    public uint ObservationDomainId { get; init; }

    /// <summary>Secret of the hashes, so that a sender cannot choose addresses that collide.</summary>
    public ulong Seed { get; init; } = (ulong)Random.Shared.NextInt64();
}
