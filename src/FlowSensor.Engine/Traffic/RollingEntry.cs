using System.Runtime.InteropServices;

namespace FlowSensor.Engine.Traffic;

/// <summary>What one slot added to one row, to be taken away when the slot expires: 28 octets, as there may be millions.</summary>
[StructLayout(LayoutKind.Sequential, Pack = sizeof(uint))]
internal struct RollingEntry
{
    public ulong Flows;
    public ulong Packets;
    public ulong Octets;
    public uint Row;
}
