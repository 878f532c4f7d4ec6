using System.Runtime.InteropServices;

namespace FlowSensor.Engine.Metering;

/// <summary>What of a flow is wanted when it begins, is looked at because its time may be over, and ends.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FlowRest
{
    public ulong SourceMac;
    public ulong DestinationMac;
    public uint Hash;

    /// <summary>Neighbours in the list of the wheel's slot; of a free place, the next free one as the next.</summary>
    public int WheelNext;
    public int WheelPrevious;

    /// <summary>VLAN of the first packet, whether or not it is part of the key.</summary>
    public ushort Vlan;
}
