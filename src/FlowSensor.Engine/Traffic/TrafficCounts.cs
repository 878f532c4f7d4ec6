namespace FlowSensor.Engine.Traffic;

/// <summary>Flows, packets and octets, as observed and multiplied by the sampling interval. Sums wrap at 2^64.</summary>
public record struct TrafficCounts
{
    /// <summary>Flow records.</summary>
    public ulong Flows { get; set; }

    /// <summary>Packets as observed.</summary>
    public ulong Packets { get; set; }

    /// <summary>Octets as observed.</summary>
    public ulong Octets { get; set; }

    /// <summary>Packets times the sampling interval; an unknown interval counts as 1.</summary>
    public ulong EstimatedPackets { get; set; }

    /// <summary>Octets times the sampling interval; an unknown interval counts as 1.</summary>
    public ulong EstimatedOctets { get; set; }

    /// <summary>Adds another count.</summary>
    public void Add(in TrafficCounts other)
    {
        Flows += other.Flows;
        Packets += other.Packets;
        Octets += other.Octets;
        EstimatedPackets += other.EstimatedPackets;
        EstimatedOctets += other.EstimatedOctets;
    }
}
