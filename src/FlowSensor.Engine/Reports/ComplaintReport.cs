namespace FlowSensor.Engine.Reports;

/// <summary>A complaint that was received. All text of it is a stranger's.</summary>
public sealed record ComplaintReport
{
    /// <summary>Its number in the store.</summary>
    public long Number { get; init; }

    /// <summary>Identifier of the message.</summary>
    public string MessageId { get; init; } = "";

    /// <summary>Form of the message, such as <c>arf</c>.</summary>
    public string Kind { get; init; } = "";

    /// <summary>What is complained about, such as <c>spam</c>.</summary>
    public string Category { get; init; } = "";

    /// <summary>Who complains.</summary>
    public string Reporter { get; init; } = "";

    /// <summary>Subject of the message.</summary>
    public string Subject { get; init; } = "";

    /// <summary>Date of the message; left out where it has none.</summary>
    public DateTimeOffset? Dated { get; init; }

    /// <summary>When it was read.</summary>
    public DateTimeOffset Handled { get; init; }

    /// <summary>What is to be done: <c>forward</c>, <c>answer</c>, <c>review</c> or <c>ignore</c>.</summary>
    public string Action { get; init; } = "";

    /// <summary>Why, in words.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The hosts in it.</summary>
    public IReadOnlyList<ComplainedHost> Sources { get; init; } = [];
}
