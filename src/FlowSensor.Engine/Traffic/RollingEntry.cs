namespace FlowSensor.Engine.Traffic;

/// <summary>What one slot added to one row, to be taken away when the slot expires.</summary>
internal struct RollingEntry
{
    public ulong Flows;
    public ulong Packets;
    public ulong Octets;
    public uint Row;
}
