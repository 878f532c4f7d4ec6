using FlowSensor.Engine.Detection;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Reports.Incidents;

/// <summary>An incident as it is stored. Kinds, roles and the like are named as in <see cref="IncidentKinds"/>.</summary>
public sealed record IncidentReport
{
    public required string Id { get; init; }

    public required string Kind { get; init; }

    public required string Rule { get; init; }

    /// <summary>The source; <c>::</c> for summaries and for groups by name.</summary>
    public IpAddress Source { get; init; }

    public IpAddress Peer { get; init; }

    public string Group { get; init; } = "";

    public string Role { get; init; } = "";

    /// <summary>From when evidence was kept.</summary>
    public DateTimeOffset Suspected { get; init; }

    public DateTimeOffset Opened { get; init; }

    /// <summary>End of the window that opened it.</summary>
    public DateTimeOffset Detected { get; init; }

    public DateTimeOffset LastSeen { get; init; }

    public DateTimeOffset? Closed { get; init; }

    public int Severity { get; init; }

    public int Peak { get; init; }

    public IReadOnlyList<Contribution> Contributions { get; init; } = [];

    public string Handshake { get; init; } = "";

    public bool IsForged { get; init; }

    public int Windows { get; init; }

    /// <summary>Time without data within it.</summary>
    public TimeSpan Gap { get; init; }

    public long Flows { get; init; }

    public long Packets { get; init; }

    public long Octets { get; init; }

    public long Peers { get; init; }

    public long Sources { get; init; }

    public IpAddress NextHop { get; init; }

    public bool IsMuted { get; init; }

    public string AcknowledgedBy { get; init; } = "";

    public string Institution { get; init; } = "";

    public string Contact { get; init; } = "";

    public string Name { get; init; } = "";

    public string Lists { get; init; } = "";

    /// <summary>Flow records kept.</summary>
    public long EvidenceFlows { get; init; }

    /// <summary>Window rows kept.</summary>
    public long EvidenceWindows { get; init; }

    /// <summary>What it is about, in one word: address, pair, group, or that it stands for many.</summary>
    public string Subject => Group.Length > 0 ? Group
        : Source.IsNone ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Sources} sources")
        : Peer.IsNone ? Source.ToString()
        : $"{Source} > {Peer}";

    /// <summary>What is to be said of it beside its kind: open, closed, muted, who takes care, forged.</summary>
    public string State => string.Join(", ", new[]
    {
        Closed is null ? "open" : "closed",
        AcknowledgedBy.Length > 0 ? $"ack {AcknowledgedBy}" : IsMuted ? "muted" : "",
        IsForged ? "forged?" : "",
        Gap > TimeSpan.Zero ? $"gap {Configuration.DurationText.Format(Gap)}" : "",
    }.Where(static word => word.Length > 0));
}
