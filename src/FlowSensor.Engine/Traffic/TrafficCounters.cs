namespace FlowSensor.Engine.Traffic;

/// <summary>What the accounting did with the records it was given, since its start.</summary>
public readonly record struct TrafficCounters
{
    /// <summary>Records taken.</summary>
    public ulong Records { get; init; }

    /// <summary>Reverse sides of bidirectional records, accounted as flows of their own beside <see cref="Records"/>.</summary>
    public ulong ReverseFlows { get; init; }

    /// <summary>Flows that found no room in a source table and went to an <c>other</c> row.</summary>
    public ulong TableFull { get; init; }

    /// <summary>Flows that found no room in a pair table.</summary>
    public ulong PairTableFull { get; init; }

    /// <summary>Flows whose window was closed already; they are in the oldest window that could still take them.</summary>
    public ulong Late { get; init; }

    /// <summary>Windows closed before the watermark, because too many were open.</summary>
    public ulong ClosedEarly { get; init; }

    /// <summary>Windows closed.</summary>
    public ulong WindowsClosed { get; init; }
}
