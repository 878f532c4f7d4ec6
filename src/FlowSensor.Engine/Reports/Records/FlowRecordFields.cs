using FlowSensor.Protocols.Flows;

namespace FlowSensor.Engine.Reports.Records;

/// <summary>Names of a decoded record's fields, in the order in which lines carry them.</summary>
public static class FlowRecordFields
{
    /// <summary>The columns of the CSV form; the JSON form leaves out those after <c>sampling</c> that are absent.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "exporter", "version", "domain", "first", "last", "src", "dst", "src_port", "dst_port", "protocol", "tcp_flags", "packets", "octets",
        "input", "output", "next_hop", "src_as", "dst_as", "sampling",
        "src_mask", "dst_mask", "tos", "vlan", "post_vlan", "mac", "dst_mac", "bgp_next_hop", "direction", "icmp", "sampler",
        "forwarding_status", "post_nat_src", "post_nat_dst", "post_nat_src_port", "post_nat_dst_port", "firewall_event", "application",
        "reverse_packets", "reverse_octets", "reverse_tcp_flags",
    ];

    /// <summary>The numbers after <c>sampling</c> by name; addresses, MACs and the first nineteen are written by hand.</summary>
    internal static ulong Number(in FlowRecord record, string name) => name switch
    {
        "src_mask" => record.SourceMask,
        "dst_mask" => record.DestinationMask,
        "tos" => record.Tos,
        "vlan" => record.Vlan,
        "post_vlan" => record.PostVlan,
        "direction" => record.Direction,
        "icmp" => record.IcmpTypeCode,
        "sampler" => record.SamplerId,
        "forwarding_status" => record.ForwardingStatus,
        "post_nat_src_port" => record.PostNatSourcePort,
        "post_nat_dst_port" => record.PostNatDestinationPort,
        "firewall_event" => record.FirewallEvent,
        "application" => record.ApplicationId,
        "reverse_packets" => record.ReversePackets,
        "reverse_octets" => record.ReverseOctets,
        "reverse_tcp_flags" => record.ReverseTcpFlags,
        _ => 0,
    };
}
