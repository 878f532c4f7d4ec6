using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Detection;

/// <summary>What an own rule sums of a group.</summary>
internal struct OwnSums
{
    public ulong Flows;
    public ulong Packets;
    public ulong Octets;
    public ulong SynPackets;
    public long Destinations;
    public IpAddress NextHop;
    public int ExporterIndex;

    /// <summary>The measure.</summary>
    public readonly double Value(RuleMeasure measure) => measure switch
    {
        RuleMeasure.Packets => Packets,
        RuleMeasure.Octets => Octets,
        RuleMeasure.Destinations => Destinations,
        RuleMeasure.PacketSize => Packets == 0 ? 0 : Octets / (double)Packets,
        _ => Flows,
    };

    /// <summary>Adds a source of the group.</summary>
    public void Add(in OwnSums other)
    {
        Flows += other.Flows;
        Packets += other.Packets;
        Octets += other.Octets;
        SynPackets += other.SynPackets;
        Destinations += other.Destinations;
        NextHop = NextHop.IsNone ? other.NextHop : NextHop;
    }
}
