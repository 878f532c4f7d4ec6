using FlowSensor.Engine.Routes.Lookup;
using FlowSensor.Engine.Routes.Polling;

namespace FlowSensor.Engine.Routes;

/// <summary>What is known of a router at one moment. Immutable, swapped as a whole.</summary>
public sealed record RouterView
{
    /// <summary>The router's name in lists.</summary>
    public required string Router { get; init; }

    /// <summary>The last good table.</summary>
    public RouteTable Table { get; init; } = RouteTable.Empty;

    /// <summary>The good table before that one, for differences.</summary>
    public RouteTable Previous { get; init; } = RouteTable.Empty;

    /// <summary>Which table or file it is from.</summary>
    public string TableName { get; init; } = "";

    /// <summary>sysName.</summary>
    public string SystemName { get; init; } = "";

    /// <summary>Interfaces by ifIndex.</summary>
    public IReadOnlyDictionary<int, InterfaceName> Interfaces { get; init; } = new Dictionary<int, InterfaceName>();

    /// <summary>When the last good table was read, Unix milliseconds; 0 when never.</summary>
    public long ReadAt { get; init; }

    /// <summary>Why the newest reading failed; none after a good one.</summary>
    public SnmpFailure Failure { get; init; }

    /// <summary>The failure, or the reason a table is held back, in words.</summary>
    public string Detail { get; init; } = "";

    /// <summary>Routes of the table that is held back because it shrank; -1 when none is.</summary>
    public int HeldRoutes { get; init; } = -1;

    /// <summary>How often in a row a shrunken table came.</summary>
    public int HeldTimes { get; init; }

    /// <summary>Rows of the last good reading that made no sense.</summary>
    public int BadRows { get; init; }

    /// <summary>Datagrams that the newest reading took.</summary>
    public long Requests { get; init; }

    /// <summary>Age of the table in seconds; -1 when there is none.</summary>
    public long AgeSeconds(long now) => ReadAt == 0 ? -1 : Math.Max(0, (now - ReadAt) / 1000);
}
