using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Storage;

/// <summary>What the store kept of one source in one window, service and direction.</summary>
public readonly record struct StoredRow
{
    /// <summary>Start of the window, Unix milliseconds.</summary>
    public long Start { get; init; }

    /// <summary>End of the window, Unix milliseconds.</summary>
    public long End { get; init; }

    /// <summary>Name of the service.</summary>
    public string Service { get; init; }

    /// <summary>Direction, as in documents.</summary>
    public string Direction { get; init; }

    /// <summary>The source.</summary>
    public IpAddress Source { get; init; }

    /// <summary>Flows.</summary>
    public long Flows { get; init; }

    /// <summary>Packets, estimated where traffic is sampled.</summary>
    public long Packets { get; init; }

    /// <summary>Octets, estimated where traffic is sampled.</summary>
    public long Octets { get; init; }

    /// <summary>Distinct destinations.</summary>
    public long Destinations { get; init; }

    /// <summary>Packets of flows that never went past SYN.</summary>
    public long SynPackets { get; init; }

    /// <summary>Next hop; <c>::</c> where none was told.</summary>
    public IpAddress NextHop { get; init; }
}
