using FlowSensor.Generator.Packets;

namespace FlowSensor.Scenarios.Feeding;

/// <summary>Echo requests, or answers, of the same ends in a router's cache.</summary>
internal sealed class EchoFlow
{
    /// <summary>The ends, the type where flow records have it.</summary>
    public required Ends Ends { get; init; }

    /// <summary>Number of the actor whose deed it is.</summary>
    public required int Actor { get; init; }

    /// <summary>First packet, Unix milliseconds.</summary>
    public required long First { get; init; }

    /// <summary>Last packet so far, Unix milliseconds.</summary>
    public long Last { get; set; }

    /// <summary>Packets so far.</summary>
    public uint Packets { get; set; }

    /// <summary>Octets so far.</summary>
    public uint Octets { get; set; }
}
