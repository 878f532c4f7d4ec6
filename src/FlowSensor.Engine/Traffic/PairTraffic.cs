using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Traffic;

/// <summary>What passed from one source to one destination in one service and direction (an smtp_flow).</summary>
/// <param name="Source">The source.</param>
/// <param name="Destination">The destination.</param>
/// <param name="Flows">Flow records.</param>
/// <param name="Packets">Packets as observed.</param>
/// <param name="Octets">Octets as observed.</param>
public readonly record struct PairTraffic(IpAddress Source, IpAddress Destination, ulong Flows, ulong Packets, ulong Octets)
{
    /// <summary>Order of top lists: more flows first, then more octets, then the lower addresses.</summary>
    public static int Compare(in PairTraffic left, in PairTraffic right)
    {
        int order = right.Flows.CompareTo(left.Flows);
        order = order != 0 ? order : right.Octets.CompareTo(left.Octets);
        order = order != 0 ? order : left.Source.CompareTo(right.Source);
        return order != 0 ? order : left.Destination.CompareTo(right.Destination);
    }
}
