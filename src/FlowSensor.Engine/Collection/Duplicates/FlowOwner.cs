namespace FlowSensor.Engine.Collection.Duplicates;

/// <summary>A flow and the exporter it belongs to: 16 octets.</summary>
internal struct FlowOwner
{
    /// <summary>Hash of the flow's key, odd; 0 for a free place.</summary>
    public ulong Tag;

    /// <summary>When it was reported last, Unix seconds.</summary>
    public uint Second;

    /// <summary>Number of the exporter in its group.</summary>
    public uint Rank;
}
