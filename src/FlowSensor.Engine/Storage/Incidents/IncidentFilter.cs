using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Storage.Incidents;

/// <summary>Which incidents are asked for.</summary>
public sealed record IncidentFilter
{
    /// <summary>Time: incidents that were open in it.</summary>
    public TimeRange Range { get; init; }

    /// <summary>Only those that are open.</summary>
    public bool OnlyOpen { get; init; }

    /// <summary>Only this rule or kind; null for all.</summary>
    public string? Rule { get; init; }

    /// <summary>Only this source; null for all.</summary>
    public IpAddress? Source { get; init; }

    /// <summary>Only this incident; null for all.</summary>
    public string? Id { get; init; }

    /// <summary>How many at most; null for all.</summary>
    public int? Limit { get; init; }

    /// <summary>How many to pass over.</summary>
    public int Offset { get; init; }
}
