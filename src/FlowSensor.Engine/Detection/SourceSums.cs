using System.Runtime.InteropServices;
using FlowSensor.Engine.Traffic;

namespace FlowSensor.Engine.Detection;

/// <summary>What the walk over a window's sources puts together of one source, for one use.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct SourceSums
{
    public ulong Flows;
    public ulong SynFlows;
    public ulong Packets;
    public ulong Octets;
    public ulong SynPackets;
    public ulong SynOctets;
    public ushort Exporter;
    public ushort NextHop;

    /// <summary>Adds a row.</summary>
    public void Add(in SourceRow row, in TrafficCounts counts, bool isSyn)
    {
        Exporter = Flows == 0 ? row.Exporter : Exporter;
        NextHop = NextHop == 0 ? row.NextHop : NextHop;
        Flows += counts.Flows;
        Packets += counts.EstimatedPackets;
        Octets += counts.EstimatedOctets;
        if (isSyn)
        {
            SynFlows += counts.Flows;
            SynPackets += counts.EstimatedPackets;
            SynOctets += counts.EstimatedOctets;
        }
    }
}
