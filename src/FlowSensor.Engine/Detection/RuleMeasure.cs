namespace FlowSensor.Engine.Detection;

/// <summary>What an own rule measures in a window.</summary>
public enum RuleMeasure
{
    /// <summary>Flow records.</summary>
    Flows,

    /// <summary>Packets, estimated where traffic is sampled.</summary>
    Packets,

    /// <summary>Octets, estimated where traffic is sampled.</summary>
    Octets,

    /// <summary>Different destinations; for groups by source only.</summary>
    Destinations,

    /// <summary>Octets a packet.</summary>
    PacketSize,
}
