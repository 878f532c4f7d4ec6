using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Protocols.Flows;

/// <summary>
/// One decoded flow record. Every field is eight bytes wide so that a decode plan can fill the record with one uniform
/// operation for each field or two (<see cref="Slots"/>); a field the exporter did not send is zero.
/// The record is reused between calls of a sink: copy what must outlive the call.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public struct FlowRecord
{
    /// <summary>Address the traffic came from (IPv4 as IPv4-mapped IPv6).</summary>
    public IpAddress Source;

    /// <summary>Address the traffic went to.</summary>
    public IpAddress Destination;

    /// <summary>Transport source port, 0 where there is none.</summary>
    public ulong SourcePort;

    /// <summary>Transport destination port, 0 where there is none.</summary>
    public ulong DestinationPort;

    /// <summary>IP protocol number.</summary>
    public ulong Protocol;

    /// <summary>TCP control bits seen on the flow, ORed.</summary>
    public ulong TcpFlags;

    /// <summary>Packets as observed (delta counter; not multiplied by the sampling interval).</summary>
    public ulong Packets;

    /// <summary>Layer 3 octets as observed (delta counter; not multiplied by the sampling interval).</summary>
    public ulong Octets;

    /// <summary>Start of the flow, Unix time in milliseconds; the export time where the exporter sent none.</summary>
    public long First;

    /// <summary>End of the flow, Unix time in milliseconds; the export time where the exporter sent none.</summary>
    public long Last;

    /// <summary>Sampling interval that holds for this record (1 in N); 0 while it is unknown.</summary>
    public ulong SamplingInterval;

    /// <summary>Packets from destination to source of a bidirectional record (RFC 5103, Cisco responder counters).</summary>
    public ulong ReversePackets;

    /// <summary>Octets from destination to source of a bidirectional record.</summary>
    public ulong ReverseOctets;

    /// <summary>TCP control bits of the reverse direction.</summary>
    public ulong ReverseTcpFlags;

    /// <summary>Address of the next hop router.</summary>
    public IpAddress NextHop;

    /// <summary>Address of the BGP next hop.</summary>
    public IpAddress BgpNextHop;

    /// <summary>SNMP index of the ingress interface.</summary>
    public ulong Input;

    /// <summary>SNMP index of the egress interface.</summary>
    public ulong Output;

    /// <summary>Autonomous system of the source.</summary>
    public ulong SourceAs;

    /// <summary>Autonomous system of the destination.</summary>
    public ulong DestinationAs;

    /// <summary>Prefix length of the source's route.</summary>
    public ulong SourceMask;

    /// <summary>Prefix length of the destination's route.</summary>
    public ulong DestinationMask;

    /// <summary>Type of service / traffic class octet.</summary>
    public ulong Tos;

    /// <summary>VLAN id on ingress.</summary>
    public ulong Vlan;

    /// <summary>VLAN id on egress.</summary>
    public ulong PostVlan;

    /// <summary>Source MAC address, the first octet in bits 47-40.</summary>
    public ulong SourceMac;

    /// <summary>Destination MAC address, the first octet in bits 47-40.</summary>
    public ulong DestinationMac;

    /// <summary>Flow direction as sent by the exporter: 0 ingress, 1 egress (IE 61).</summary>
    public ulong Direction;

    /// <summary>ICMP type times 256 plus code.</summary>
    public ulong IcmpTypeCode;

    /// <summary>Sampler (IE 48) or selector (IE 302) id.</summary>
    public ulong SamplerId;

    /// <summary>Forwarding status (IE 89).</summary>
    public ulong ForwardingStatus;

    /// <summary>Source address after translation (IE 225, 281).</summary>
    public IpAddress PostNatSource;

    /// <summary>Destination address after translation (IE 226, 282).</summary>
    public IpAddress PostNatDestination;

    /// <summary>Source port after translation (IE 227).</summary>
    public ulong PostNatSourcePort;

    /// <summary>Destination port after translation (IE 228).</summary>
    public ulong PostNatDestinationPort;

    /// <summary>Firewall event (IE 233), or NAT event (IE 230).</summary>
    public ulong FirewallEvent;

    /// <summary>Application id (IE 95): classification engine in the top octet of its length, then the selector.</summary>
    public ulong ApplicationId;

    /// <summary>Export format version: 1, 5, 7, 9, 10 (IPFIX), or 105 for sFlow version 5; 0 for a flow metered here.</summary>
    public ulong Version;

    /// <summary>Observation domain id (v9 source id; v5 engine type times 256 plus engine id; sFlow sub-agent).</summary>
    public ulong ObservationDomainId;

    /// <summary>Export time of the datagram, Unix time in milliseconds.</summary>
    public long ExportTime;

    /// <summary>Address of the exporter, set by the caller of the decoder.</summary>
    public IpAddress Exporter;

    /// <summary>Dense number of the exporter and observation domain, set by the caller of the decoder.</summary>
    public long ExporterIndex;

    /// <summary>1 where <see cref="SamplingInterval"/> is not the exporter's, which is unknown, but only the part of its datagrams that was read; set by the caller of the decoder.</summary>
    public ulong IsSamplingUnknown;

    // Working room of decode plans: raw values that FlowRecordFinisher turns into the fields above.
    internal ulong Duration;
    internal ulong SystemInit;
    internal ulong EgressOctets;
    internal ulong EgressPackets;
    internal IpAddress AlternateSource;
    internal IpAddress AlternateDestination;
    internal ulong IcmpType;
    internal ulong IcmpCode;
    internal ulong PacketInterval;
    internal ulong PacketSpace;
    internal ulong SamplingSize;
    internal ulong SamplingPopulation;

    /// <summary>Number of eight-byte slots of the record.</summary>
    public static int SlotCount { get; } = Unsafe.SizeOf<FlowRecord>() / sizeof(ulong);

    /// <summary>The record as a row of eight-byte slots, as decode plans write it.</summary>
    /// <param name="record">The record to view.</param>
    public static Span<ulong> Slots(ref FlowRecord record) =>
        MemoryMarshal.Cast<FlowRecord, ulong>(MemoryMarshal.CreateSpan(ref record, 1));
}
