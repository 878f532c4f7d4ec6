using System.Runtime.InteropServices;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Traffic;

/// <summary>One (source, destination, service and direction): 64 octets.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PairRow
{
    public IpAddress Source;
    public IpAddress Destination;
    public ulong Flows;
    public ulong Packets;
    public ulong Octets;
    public ushort ServiceDirection;
}
