using FlowSensor.Engine.Reports;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Storage;

/// <summary>Which page of which ranking of sources is asked for.</summary>
public sealed record SourcesQuestion
{
    /// <summary>Time.</summary>
    public TimeRange Range { get; init; }

    /// <summary>The service.</summary>
    public string Service { get; init; } = "all";

    /// <summary>One direction; null for that of the requests, or for any where the service has no sides.</summary>
    public string? Direction { get; init; }

    /// <summary>Only sources of this network; null for all.</summary>
    public IpPrefix? Network { get; init; }

    /// <summary>What the ranking is by.</summary>
    public SourceOrder Order { get; init; }

    /// <summary>True for the least first.</summary>
    public bool IsAscending { get; init; }

    /// <summary>How many.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>How many to pass over.</summary>
    public int Offset { get; init; }

    /// <summary>Parts of <see cref="RankedSource.Trend"/>; 0 for none.</summary>
    public int TrendParts { get; init; } = 24;
}
