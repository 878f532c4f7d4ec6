using FlowSensor.Engine.Routes.Polling;

namespace FlowSensor.Engine.Routes;

/// <summary>One reading of a router's table.</summary>
public sealed record RoutePoll
{
    /// <summary>None when the table is complete.</summary>
    public SnmpFailure Failure { get; init; }

    /// <summary>What a person needs to know about the failure.</summary>
    public string Detail { get; init; } = "";

    /// <summary>Which table or file the routes are from.</summary>
    public string Table { get; init; } = "";

    /// <summary>The router's own name (sysName), when it told.</summary>
    public string SystemName { get; init; } = "";

    /// <summary>The routes; empty after a failure.</summary>
    public IReadOnlyList<Route> Routes { get; init; } = [];

    /// <summary>Interfaces by ifIndex.</summary>
    public IReadOnlyDictionary<int, InterfaceName> Interfaces { get; init; } = new Dictionary<int, InterfaceName>();

    /// <summary>Rows that made no sense, left out.</summary>
    public int BadRows { get; init; }

    /// <summary>Datagrams sent.</summary>
    public long Requests { get; init; }

    /// <summary>Octets received.</summary>
    public long Octets { get; init; }

    /// <summary>A reading that failed.</summary>
    public static RoutePoll Failed(SnmpFailure failure, string detail) => new() { Failure = failure, Detail = detail };
}
