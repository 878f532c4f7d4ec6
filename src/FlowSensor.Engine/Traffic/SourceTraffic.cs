using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Traffic;

/// <summary>What one source did in one service and direction during a span of time.</summary>
public readonly record struct SourceTraffic
{
    /// <summary>The source.</summary>
    public IpAddress Source { get; init; }

    /// <summary>Flows, packets and octets.</summary>
    public TrafficCounts Counts { get; init; }

    /// <summary>Distinct destinations; see <see cref="DestinationsExact"/> for what the number is worth.</summary>
    public long Destinations { get; init; }

    /// <summary>True where <see cref="Destinations"/> is a count, false where it is an estimate (6.5 % standard error).</summary>
    public bool DestinationsExact { get; init; }

    /// <summary>Packets of TCP flows that never went past SYN: such a source can be forged.</summary>
    public ulong SynPackets { get; init; }

    /// <summary>Start of the earliest flow, Unix milliseconds.</summary>
    public long First { get; init; }

    /// <summary>End of the latest flow, Unix milliseconds.</summary>
    public long Last { get; init; }

    /// <summary>Number of the exporter that reported the source first; -1 where it does not fit the table.</summary>
    public int ExporterIndex { get; init; }

    /// <summary>The first next hop that was reported with the source; <c>::</c> where none was.</summary>
    public IpAddress NextHop { get; init; }

    /// <summary>Order of top lists: more flows first, then more octets, then the lower address.</summary>
    public static int Compare(in SourceTraffic left, in SourceTraffic right)
    {
        int order = right.Counts.Flows.CompareTo(left.Counts.Flows);
        order = order != 0 ? order : right.Counts.Octets.CompareTo(left.Counts.Octets);
        return order != 0 ? order : left.Source.CompareTo(right.Source);
    }
}
