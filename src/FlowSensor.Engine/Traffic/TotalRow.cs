namespace FlowSensor.Engine.Traffic;

/// <summary>Sum of one exporter, traffic class and scope.</summary>
internal struct TotalRow
{
    public ulong Key;
    public TrafficCounts Counts;
    public ulong UnknownSampling;

    public readonly ushort Exporter => (ushort)(Key >> 32);

    public readonly ushort Class => (ushort)(Key >> 8);

    public readonly TrafficScope Scope => (TrafficScope)(byte)Key;

    public static ulong KeyOf(ushort exporter, ushort trafficClass, TrafficScope scope) =>
        ((ulong)exporter << 32) | ((ulong)trafficClass << 8) | (byte)scope;
}
