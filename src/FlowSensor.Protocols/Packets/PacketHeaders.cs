using System.Runtime.InteropServices;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Protocols.Packets;

/// <summary>
/// What the headers of one packet say. Offsets count from the start of the captured octets. Where a tunnel was unwrapped, all
/// fields from <see cref="Source"/> to <see cref="IsTruncated"/> describe the innermost packet; those of the link layer the outermost.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public struct PacketHeaders
{
    /// <summary>IP source address.</summary>
    public IpAddress Source;

    /// <summary>IP destination address.</summary>
    public IpAddress Destination;

    /// <summary>Offset of the IP header.</summary>
    public int IpOffset;

    /// <summary>Octets of the IP packet on the wire, header included, as the header says; from the wire length where it says 0.</summary>
    public int IpLength;

    /// <summary>Offset of the transport header; of the fragment's data in a later fragment.</summary>
    public int TransportOffset;

    /// <summary>Offset of the transport payload.</summary>
    public int PayloadOffset;

    /// <summary>Captured octets of the transport payload, without link-layer padding.</summary>
    public int PayloadLength;

    /// <summary>Offset of the data that reassembly joins: after the IPv4 header, or after the IPv6 fragment header.</summary>
    public int FragmentDataOffset;

    /// <summary>Identification of the datagram the fragment belongs to (16 bits in IPv4, 32 in IPv6).</summary>
    public uint FragmentId;

    /// <summary>TCP sequence number.</summary>
    public uint TcpSequence;

    /// <summary>TCP acknowledgment number.</summary>
    public uint TcpAcknowledgment;

    /// <summary>TCP window, unscaled.</summary>
    public ushort TcpWindow;

    /// <summary>Transport source port; 0 where there is none.</summary>
    public ushort SourcePort;

    /// <summary>Transport destination port; 0 where there is none.</summary>
    public ushort DestinationPort;

    /// <summary>Offset of this fragment's data in the datagram, in octets.</summary>
    public ushort FragmentOffset;

    /// <summary>IP version, 4 or 6; 0 as long as no IP header was accepted.</summary>
    public byte IpVersion;

    /// <summary>Transport protocol, after any IPv6 extension headers and authentication header.</summary>
    public byte Protocol;

    /// <summary>Protocol of the joined data of fragments: the next header of the IPv6 fragment header, else the IP protocol.</summary>
    public byte FragmentProtocol;

    /// <summary>TCP control bits, FIN in bit 0.</summary>
    public byte TcpFlags;

    /// <summary>ICMP or ICMPv6 type.</summary>
    public byte IcmpType;

    /// <summary>ICMP or ICMPv6 code.</summary>
    public byte IcmpCode;

    /// <summary>Type of service or traffic class octet.</summary>
    public byte Tos;

    /// <summary>Time to live or hop limit.</summary>
    public byte Ttl;

    /// <summary>True for one piece of a fragmented datagram, the first included.</summary>
    public bool IsFragment;

    /// <summary>True when more fragments follow.</summary>
    public bool MoreFragments;

    /// <summary>True when fewer octets were captured than the IP packet has.</summary>
    public bool IsTruncated;

    /// <summary>Tunnels that were unwrapped.</summary>
    public byte TunnelDepth;

    /// <summary>Outermost VLAN id; 0 for none or a priority tag.</summary>
    public ushort VlanId;

    /// <summary>Second VLAN id of a doubly tagged frame, else 0.</summary>
    public ushort InnerVlanId;

    /// <summary>EtherType the link layer named last, or the equal of a PPP protocol; 0 where none was.</summary>
    public ushort EtherType;

    /// <summary>Source MAC address, first octet in bits 47-40; 0 where there is none.</summary>
    public ulong SourceMac;

    /// <summary>Destination MAC address, first octet in bits 47-40; 0 where there is none.</summary>
    public ulong DestinationMac;

    /// <summary>True in a fragment that is not the first and so has no transport header.</summary>
    public readonly bool IsLaterFragment => FragmentOffset != 0;
}
