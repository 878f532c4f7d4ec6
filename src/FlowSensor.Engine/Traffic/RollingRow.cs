using System.Runtime.InteropServices;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Traffic;

/// <summary>Sum of one key over all slots of a rolling table: 72 octets. The destination of a source row is <c>::</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct RollingRow
{
    public IpAddress Source;
    public IpAddress Destination;
    public ulong Flows;
    public ulong Packets;
    public ulong Octets;

    /// <summary>Entry of the newest slot, plus one, valid while <see cref="NewestSlot"/> is that slot; the next free row in a free one.</summary>
    public uint Entry;
    public uint NewestSlot;
    public uint Tag;
    public ushort ServiceDirection;
    public BandSubject By;
}
