namespace FlowSensor.Engine.Abuse.Complaints;

/// <summary>What a message says, read with distrust.</summary>
public sealed record Complaint
{
    /// <summary>The form it came in.</summary>
    public required ComplaintKind Kind { get; init; }

    /// <summary>What it is about.</summary>
    public ComplaintCategory Category { get; init; }

    /// <summary>The hosts complained about, each once, in the order they were named.</summary>
    public IReadOnlyList<ComplaintSource> Sources { get; init; } = [];

    /// <summary>The hop that the sample's source was read from, in words; empty where no Received chain decided.</summary>
    public string TrustedHop { get; init; } = "";

    /// <summary>Mail address that an answer would go to; empty when there is none.</summary>
    public string Reporter { get; init; } = "";

    /// <summary>The subject, on one line.</summary>
    public string Subject { get; init; } = "";

    /// <summary>Message identifier, without brackets; empty when there is none.</summary>
    public string MessageId { get; init; } = "";

    /// <summary>Message identifiers that it answers, without brackets, the nearest first; for a message about delivery, of what was not delivered.</summary>
    public IReadOnlyList<string> Answers { get; init; } = [];

    /// <summary>True for a message that says another could not be delivered (RFC 3464, action failed).</summary>
    public bool IsUndelivered { get; init; }

    /// <summary>True where the message was written by a machine or came over a list (RFC 3834 2): nobody would read an answer.</summary>
    public bool IsAutomatic { get; init; }

    /// <summary>When the message says it was written, Unix milliseconds; null when it does not or cannot be believed.</summary>
    public long? Date { get; init; }

    /// <summary>Why there are no sources, or what was left out; empty when all was read.</summary>
    public string Reason { get; init; } = "";

    /// <summary>True for what nobody complains with: aggregate reports, bounces, automatic answers.</summary>
    public bool IsNoComplaint => Kind is ComplaintKind.DmarcAggregate or ComplaintKind.TlsReport or ComplaintKind.Bounce or ComplaintKind.AutomaticAnswer;
}
