using System.Runtime.InteropServices;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Metering;

/// <summary>One flow of the cache. The fields of the key and those touched by every packet come first.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FlowEntry
{
    /// <summary>Octets from the start to the end of what every packet touches.</summary>
    public const int OftenUsedLength = 80;

    public IpAddress Source;
    public IpAddress Destination;

    /// <summary>Source port, destination port, VLAN, protocol, in this order from the top: 16, 16, 16, 16 bits.</summary>
    public ulong Tuple;

    public long LastMs;
    public long FirstMs;
    public ulong Packets;
    public ulong Octets;
    public byte TcpFlags;
    public byte Tos;

    /// <summary>Slot of the wheel the flow is listed in.</summary>
    public ushort WheelSlot;

    /// <summary>VLAN of the first packet, whether or not it is part of the key.</summary>
    public ushort Vlan;

    public int WheelNext;
    public int WheelPrevious;
    public uint Hash;
    public ulong SourceMac;
    public ulong DestinationMac;
}
