namespace FlowSensor.Scenarios.Talks;

/// <summary>What one side of a talk sends.</summary>
internal sealed class FlowSum
{
    /// <summary>Packets.</summary>
    public uint Packets { get; set; }

    /// <summary>Octets of the IP packets.</summary>
    public uint Octets { get; set; }

    /// <summary>TCP control bits, together.</summary>
    public byte Flags { get; set; }
}
