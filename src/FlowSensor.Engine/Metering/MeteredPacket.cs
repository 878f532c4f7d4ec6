using System.Runtime.InteropServices;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Metering;

/// <summary>What metering keeps of a packet until its flow is looked up.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct MeteredPacket
{
    public IpAddress Source;
    public IpAddress Destination;

    /// <summary>As <see cref="FlowEntry.Tuple"/>.</summary>
    public ulong Tuple;

    public long TimeMs;
    public ulong SourceMac;
    public ulong DestinationMac;
    public uint Octets;
    public uint Hash;

    /// <summary>The flow that it most likely belongs to, once it was asked for; -1 for none.</summary>
    public int Flow;

    public ushort Vlan;

    /// <summary>Control bits; 0 for anything but TCP.</summary>
    public byte TcpFlags;

    public byte Tos;
}
