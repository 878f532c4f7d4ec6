namespace FlowSensor.Engine.Storage.Access;

/// <summary>Which entries of the audit log are wanted.</summary>
public sealed record AuditFilter
{
    /// <summary>Between which times.</summary>
    public TimeRange Range { get; init; } = new(null, null);

    /// <summary>Of whom; null for everyone.</summary>
    public string? Actor { get; init; }

    /// <summary>Which action, or all that begin so where it ends in a dot; null for all.</summary>
    public string? Action { get; init; }

    /// <summary>Without so many of the newest.</summary>
    public int Offset { get; init; }

    /// <summary>At most so many.</summary>
    public int Count { get; init; } = 100;
}
