namespace FlowSensor.Engine.Traffic;

/// <summary>What sampling adds to a row's counts: estimated less observed.</summary>
internal struct SampledExtra
{
    public ulong Packets;
    public ulong Octets;
}
