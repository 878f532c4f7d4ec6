using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Detection;

/// <summary>Something abnormal with a beginning, an end and its reasons. Times are event times, Unix milliseconds.</summary>
public sealed record Incident
{
    /// <summary>Identifier: the same for the same data, whoever reads it and when.</summary>
    public required string Id { get; init; }

    /// <summary>What it is about.</summary>
    public required IncidentKind Kind { get; init; }

    /// <summary>The rule: the kind's name, or the name of an own rule.</summary>
    public required string Rule { get; init; }

    /// <summary>The address it is about; <c>::</c> for the summary of many, and for groups that are no address.</summary>
    public required IpAddress Source { get; init; }

    /// <summary>The other end, where a rule groups by pair; <c>::</c> else.</summary>
    public IpAddress Peer { get; init; }

    /// <summary>Name of the group, where a rule groups by institution; empty else.</summary>
    public string Group { get; init; } = "";

    /// <summary>What it says of the source.</summary>
    public IncidentRole Role { get; init; }

    /// <summary>From when evidence was kept.</summary>
    public long Suspected { get; init; }

    /// <summary>Start of the window that opened it.</summary>
    public required long Opened { get; init; }

    /// <summary>End of the window that opened it: when it was known.</summary>
    public long Detected { get; init; }

    /// <summary>End of the last window over the threshold.</summary>
    public long LastSeen { get; init; }

    /// <summary>When it was closed; null while it is open.</summary>
    public long? Closed { get; init; }

    /// <summary>Severity, 0 to 100.</summary>
    public int Severity { get; init; }

    /// <summary>The highest severity so far.</summary>
    public int Peak { get; init; }

    /// <summary>What the severity is made of, greatest part first.</summary>
    public IReadOnlyList<Contribution> Contributions { get; init; } = [];

    /// <summary>What speaks for the address being the source's own.</summary>
    public HandshakeEvidence Handshake { get; init; }

    /// <summary>True when the address is probably forged: then the source is no culprit.</summary>
    public bool IsForged { get; init; }

    /// <summary>Windows over the threshold.</summary>
    public int Windows { get; init; }

    /// <summary>Milliseconds between the first and the last window for which no data came.</summary>
    public long Gap { get; init; }

    /// <summary>Flows in the windows over the threshold.</summary>
    public ulong Flows { get; init; }

    /// <summary>Packets in them, estimated where traffic is sampled.</summary>
    public ulong Packets { get; init; }

    /// <summary>Octets in them, estimated where traffic is sampled.</summary>
    public ulong Octets { get; init; }

    /// <summary>Most distinct destinations (of a victim: sources) in a window.</summary>
    public long Peers { get; init; }

    /// <summary>Sources that a summary stands for; 1 else.</summary>
    public long Sources { get; init; } = 1;

    /// <summary>Next hop reported with the source; <c>::</c> where none was.</summary>
    public IpAddress NextHop { get; init; }

    /// <summary>Number of the exporter that reported the source; -1 for the sensor's own meter or where it is not known.</summary>
    public int ExporterIndex { get; init; } = -1;

    /// <summary>True when nobody wants to be told.</summary>
    public bool IsMuted { get; init; }

    /// <summary>Who has taken note of it; empty for nobody.</summary>
    public string AcknowledgedBy { get; init; } = "";

    /// <summary>Severity as a step.</summary>
    public IncidentLevel Level => LevelOf(Severity);

    /// <summary>The step of a severity.</summary>
    public static IncidentLevel LevelOf(int severity) => severity switch
    {
        >= 90 => IncidentLevel.Critical,
        >= 70 => IncidentLevel.High,
        >= 50 => IncidentLevel.Medium,
        _ => IncidentLevel.Low,
    };
}
