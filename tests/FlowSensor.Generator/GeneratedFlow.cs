using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Generator;

/// <summary>One flow as it goes into an export record.</summary>
internal struct GeneratedFlow
{
    /// <summary>Number of the source in the population, or of the record when sources are forged.</summary>
    public long SourceIndex;

    /// <summary>Source address.</summary>
    public IpAddress Source;

    /// <summary>Destination address, of the same family.</summary>
    public IpAddress Destination;

    /// <summary>Packets.</summary>
    public uint Packets;

    /// <summary>Octets.</summary>
    public uint Octets;

    /// <summary>Start, milliseconds before the export time.</summary>
    public uint FirstAge;

    /// <summary>End, milliseconds before the export time.</summary>
    public uint LastAge;

    /// <summary>Ingress interface.</summary>
    public ushort Input;

    /// <summary>Egress interface.</summary>
    public ushort Output;

    /// <summary>Source port.</summary>
    public ushort SourcePort;

    /// <summary>Destination port, or ICMP type and code.</summary>
    public ushort DestinationPort;

    /// <summary>IP protocol.</summary>
    public byte Protocol;

    /// <summary>TCP control bits.</summary>
    public byte TcpFlags;

    /// <summary>The services the flow belongs to, as bits of <see cref="ServiceTruth"/>.</summary>
    public uint Services;

    /// <summary>True when the flow is IPv6.</summary>
    public readonly bool IsIPv6 => !Source.IsIPv4;
}
