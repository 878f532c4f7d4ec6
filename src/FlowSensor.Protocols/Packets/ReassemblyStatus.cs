namespace FlowSensor.Protocols.Packets;

/// <summary>What <see cref="FragmentReassembler"/> did with a packet.</summary>
public enum ReassemblyStatus
{
    /// <summary>The packet is whole as it is.</summary>
    NotAFragment,

    /// <summary>Kept; other fragments of the datagram are missing.</summary>
    Incomplete,

    /// <summary>The last missing fragment: the whole packet is there.</summary>
    Complete,

    /// <summary>Not kept: cut by the snap length, of impossible length or place, or contradicting those before it.</summary>
    Refused,
}
