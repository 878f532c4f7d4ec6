namespace FlowSensor.Protocols.Flows;

/// <summary>Work that a template's records need after their fields were read.</summary>
[Flags]
internal enum FinishSteps
{
    None = 0,

    /// <summary>Source address of both families in the record.</summary>
    TwoSources = 1 << 0,

    /// <summary>Destination address of both families in the record.</summary>
    TwoDestinations = 1 << 1,

    /// <summary>ICMP type and code as two elements.</summary>
    IcmpParts = 1 << 2,

    /// <summary>ICMP type and code as one element.</summary>
    IcmpWhole = 1 << 3,

    /// <summary>Duration in milliseconds (IE 161).</summary>
    DurationMilliseconds = 1 << 4,

    /// <summary>Duration in microseconds (IE 162).</summary>
    DurationMicroseconds = 1 << 5,

    /// <summary>Boot time in the record itself (IE 160).</summary>
    SystemInit = 1 << 6,

    /// <summary>A sampling interval, packet interval and space, or size and population in the record itself.</summary>
    Sampling = 1 << 7,

    /// <summary>A sampler or selector id.</summary>
    SamplerId = 1 << 8,

    /// <summary>No packet counter of any kind.</summary>
    NoPackets = 1 << 9,

    /// <summary>No octet counter of any kind.</summary>
    NoOctets = 1 << 10,

    /// <summary>A packet section that can fill in what the record lacks (<see cref="PacketSection"/>).</summary>
    Section = 1 << 11,

    /// <summary>Counters taken on egress (OUT_BYTES, OUT_PKTS), beside the ingress ones or instead of them.</summary>
    EgressCounters = 1 << 13,

    /// <summary>No address field: addresses, ports and what belongs to them come from the packet section, if there is one.</summary>
    NoAddresses = 1 << 12,
}
