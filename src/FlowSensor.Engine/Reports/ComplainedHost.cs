namespace FlowSensor.Engine.Reports;

/// <summary>A host in a complaint, what was found of it, and who is responsible.</summary>
public sealed record ComplainedHost
{
    /// <summary>Address.</summary>
    public required string Source { get; init; }

    /// <summary>Port said; 0 for none.</summary>
    public int Port { get; init; }

    /// <summary>First time said.</summary>
    public DateTimeOffset? First { get; init; }

    /// <summary>Last time said.</summary>
    public DateTimeOffset? Last { get; init; }

    /// <summary>True where the complaint names no time zone.</summary>
    public bool IsZoneAssumed { get; init; }

    /// <summary>What was found: <c>incident</c>, <c>traffic</c> or <c>nothing</c>.</summary>
    public string Matched { get; init; } = "";

    /// <summary>Start of the first stored span with traffic of it.</summary>
    public DateTimeOffset? SeenFirst { get; init; }

    /// <summary>End of the last.</summary>
    public DateTimeOffset? SeenLast { get; init; }

    /// <summary>Flow records in them.</summary>
    public long Flows { get; init; }

    /// <summary>Whose it is; empty when unknown.</summary>
    public string Institution { get; init; } = "";

    /// <summary>Mail address of who is responsible; empty when unknown.</summary>
    public string Contact { get; init; } = "";
}
