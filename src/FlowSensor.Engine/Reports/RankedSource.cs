namespace FlowSensor.Engine.Reports;

/// <summary>A source with what it did in one service and direction over a time.</summary>
public sealed record RankedSource
{
    /// <summary>Its place in the ranking, from 1.</summary>
    public int Rank { get; init; }

    /// <summary>Address.</summary>
    public required string Source { get; init; }

    /// <summary>Flow records.</summary>
    public long Flows { get; init; }

    /// <summary>Packets as observed.</summary>
    public long Packets { get; init; }

    /// <summary>Octets as observed.</summary>
    public long Octets { get; init; }

    /// <summary>Packets multiplied by the sampling interval.</summary>
    public long EstimatedPackets { get; init; }

    /// <summary>Octets multiplied by the sampling interval.</summary>
    public long EstimatedOctets { get; init; }

    /// <summary>Distinct destinations; over several stored spans the most of one of them.</summary>
    public long Destinations { get; init; }

    /// <summary>Packets with nothing but SYN.</summary>
    public long SynPackets { get; init; }

    /// <summary>When it was first seen.</summary>
    public DateTimeOffset First { get; init; }

    /// <summary>When it was last seen.</summary>
    public DateTimeOffset Last { get; init; }

    /// <summary>Next hop of its flows; left out where none was told.</summary>
    public string? NextHop { get; init; }

    /// <summary>The band that its flows lie in.</summary>
    public string Band { get; init; } = "";

    /// <summary>Flows in equal parts of the time, the oldest first.</summary>
    public IReadOnlyList<long> Trend { get; init; } = [];

    /// <summary>Whose it is; left out where nobody is known.</summary>
    public string? Institution { get; init; }
}
