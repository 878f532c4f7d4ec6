using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Routes.Topology;

/// <summary>A router of the region: asked, or only seen as a next hop.</summary>
public sealed record TopologyRouter
{
    /// <summary>The address it was asked at, or seen as.</summary>
    public required IpAddress Address { get; init; }

    /// <summary>sysName, or the address.</summary>
    public required string Name { get; init; }

    /// <summary>Next hops from a configured router.</summary>
    public int Depth { get; init; }

    /// <summary>True when it answered.</summary>
    public bool Answered { get; init; }

    /// <summary>Why it did not answer, or was not asked.</summary>
    public string Detail { get; init; } = "";

    /// <summary>Number of routes it has.</summary>
    public int Routes { get; init; }
}
