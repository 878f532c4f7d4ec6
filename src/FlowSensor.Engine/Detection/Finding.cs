using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Detection;

/// <summary>What a rule says of a source in one window.</summary>
internal readonly record struct Finding
{
    /// <summary>The measure over its threshold: from 1 on it is too much.</summary>
    public double Ratio { get; init; }

    /// <summary>True when it speaks of an open window together with the one before.</summary>
    public bool IsJoined { get; init; }

    /// <summary>Severity, 0 to 100.</summary>
    public int Severity { get; init; }

    /// <summary>What the severity is made of; empty where nobody can come to read it (<see cref="Track.Tells"/>).</summary>
    public IReadOnlyList<Contribution> Contributions { get; init; }

    /// <summary>What the rule says of the source.</summary>
    public IncidentRole Role { get; init; }

    public HandshakeEvidence Handshake { get; init; }

    public bool IsForged { get; init; }

    public ulong Flows { get; init; }

    public ulong Packets { get; init; }

    public ulong Octets { get; init; }

    public long Peers { get; init; }

    /// <summary>Sources that a summary stands for.</summary>
    public long Sources { get; init; }

    public IpAddress NextHop { get; init; }

    public int ExporterIndex { get; init; }

    /// <summary>Severity of a measure: the base at the threshold, 15 more each time it doubles.</summary>
    public static int SeverityOf(double ratio, int atThreshold = 50) =>
        (int)Math.Clamp(atThreshold + (15 * Math.Log2(Math.Max(ratio, 0.25))), 1, 100);
}
