using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Metering;

/// <summary>What every packet of a flow touches: one line of the processor's cache. The rest is in <see cref="FlowRest"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FlowEntry
{
    /// <summary>In place of <see cref="Tuple"/>: no flow any more. No packet has it, as a protocol has eight bits.</summary>
    public const ulong NoTuple = ulong.MaxValue;

    public IpAddress Source;
    public IpAddress Destination;

    /// <summary>Source port, destination port, VLAN, protocol, in this order from the top: 16, 16, 16, 16 bits.</summary>
    public ulong Tuple;

    public ulong Octets;
    public uint Packets;

    /// <summary>Times of the first and the last packet: the lower 32 bits of the Unix time in milliseconds; see <see cref="TimeNear"/>.</summary>
    public uint FirstLow;
    public uint LastLow;

    public byte TcpFlags;
    public byte Tos;

    /// <summary>Slot of the wheel the flow is listed in.</summary>
    public ushort WheelSlot;

    /// <summary>The whole time of which the lower bits are kept; right within 24 days of <paramref name="nearMs"/>, and no flow is older than hours.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long TimeNear(uint low, long nearMs) => nearMs + (int)(low - (uint)nearMs);
}
