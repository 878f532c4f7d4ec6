using System.Text.Json;
using FlowSensor.Protocols.Packets;
using FlowSensor.Protocols.Pcap;
using FlowSensor.Protocols.Tests.Pcap;
using Xunit.Abstractions;

namespace FlowSensor.Protocols.Tests.Packets;

/// <summary>
/// Protocol counts of the published captures against those of tshark. tshark counts every IP header of a tunnelled packet, so
/// files with tunnels are parsed with tunnels unwrapped, and the headers of the tunnels are counted too.
/// </summary>
public sealed class PublishedPacketTests(ITestOutputHelper output)
{
    private static readonly string[] Compared = ["ip", "ipv6", "tcp", "udp", "icmp", "icmpv6", "sctp"];

    // What tshark dissects and is not unwrapped here: tunnels, and link types that are not read.
    private static readonly string[] NotRead =
        ["gtp", "teredo", "ayiya", "nsh", "udpencap", "pktap", "fddi", "wlan", "wpan", "fr", "arcnet"];

    private static readonly PacketParser Plain = new();

    private static readonly PacketParser[] Unwrapping = [.. Enumerable.Range(1, 4).Select(depth => new PacketParser(new PacketParserOptions
    {
        UnwrapGre = true,
        UnwrapIpInIp = true,
        UnwrapVxlan = true,
        UnwrapGeneve = true,
        MaxTunnelDepth = depth,
    }))];

    private static readonly Dictionary<string, string> Exclusions = new()
    {
        ["zeek__ip-discarder-truncated-tcp-oob.pcapng"] = "cut inside the TCP header: tshark names no protocol, here it is TCP without fields",
        ["zeek__ipv4-truncated-broken-header.pcap"] = "header length under 20: tshark counts the layer, here the header is refused",
        ["suricata__smb2-ntlmssp-negotiateflags-input.pcap"] = "the manifest's tree stops after its first entries",
        ["arkime__arkime_synthetic.pcap"] = "the manifest's tree stops after its first entries",
        ["pcapplusplus__NullLoopback.pcap"] = "a packet in Cisco HDLC framing under the loopback link type, guessed by tshark",
        ["pcapplusplus__null_loopback.pcap"] = "a packet in Cisco HDLC framing under the loopback link type, guessed by tshark",
        ["tcpdump__LINKTYPE_IPV4_invalid.pcap"] = "an IPv6 packet under the IPv4 link type: refused here",
        ["tcpdump__nflog.pcap"] = "link type of the Linux firewall log: not read",
        ["zeek__fragmented-2.pcap"] = "tshark waits for the missing fragments and so names no transport of the first one",
        ["zeek__fragmented-3.pcap"] = "tshark waits for the missing fragments and so names no transport of the first one",
        ["tcpdump__mpls-over-udp.pcap"] = "MPLS in UDP is not unwrapped",
        ["zeek__gre-over-udp-4754.pcap"] = "GRE in UDP is not unwrapped",
        ["suricata__security-8550-input.pcap"] = "a GRE packet in two fragments: joined by tshark, left closed before reassembly here",
        ["zeek__erspan.pcap"] = "16 ERSPAN packets in fragments, joined by tshark; the manifest's tree stops before the IPv6 ones",
        ["tcpdump__wccp_redirect_gre.pcap"] = "WCCP's own header between GRE and IP is not read",
    };

    [Fact]
    public void Parse_PublishedPackets_CountsProtocolsAsTshark()
    {
        List<string> different = [];
        int compared = 0;
        int tunnelled = 0;
        int excluded = 0;
        foreach ((string file, string path, JsonElement expected) in PublishedData.Entries("packets/"))
        {
            if (!expected.TryGetProperty("protocols", out JsonElement protocols))
            {
                continue;
            }

            if (Exclusions.ContainsKey(file[(file.LastIndexOf('/') + 1)..]) || NotRead.Any(name => protocols.TryGetProperty(name, out _)))
            {
                excluded++;
                continue;
            }

            compared++;
            if (!Differs(Count(path, unwraps: false), protocols, out string difference))
            {
                continue;
            }

            tunnelled++;
            if (Differs(Count(path, unwraps: true), protocols, out string still))
            {
                different.Add($"{file}: plain{difference}; unwrapped{still}");
            }
        }

        output.WriteLine($"{compared} files compared, {tunnelled} of them with tunnels; {excluded} excluded");
        Assert.True(different.Count == 0, string.Join('\n', different));
    }

    private static bool Differs(Dictionary<string, int> ours, JsonElement theirs, out string difference)
    {
        difference = string.Concat(Compared
            .Select(name => (name, ours: ours.GetValueOrDefault(name), theirs: theirs.TryGetProperty(name, out JsonElement value) ? value.GetInt32() : 0))
            .Where(count => count.ours != count.theirs)
            .Select(count => $" {count.name} {count.ours}, tshark {count.theirs}"));
        return difference.Length > 0;
    }

    private static Dictionary<string, int> Count(string path, bool unwraps)
    {
        Dictionary<string, int> counts = [];
        using CaptureReader reader = CaptureReader.Open(File.OpenRead(path));
        while (reader.TryReadNext(out CapturedPacket packet))
        {
            Plain.Parse(packet.LinkType, packet.Data, packet.WireLength, out PacketHeaders headers);
            Add(counts, headers);
            for (int depth = 1; unwraps && depth <= Unwrapping.Length; depth++)
            {
                Unwrapping[depth - 1].Parse(packet.LinkType, packet.Data, packet.WireLength, out headers);
                if (headers.TunnelDepth == depth)
                {
                    Add(counts, headers);
                }
            }
        }

        return counts;
    }

    private static void Add(Dictionary<string, int> counts, in PacketHeaders headers)
    {
        if (headers.IpVersion == 0)
        {
            return;
        }

        string version = headers.IpVersion == 4 ? "ip" : "ipv6";
        counts[version] = counts.GetValueOrDefault(version) + 1;
        string? transport = headers.Protocol switch { 1 => "icmp", 6 => "tcp", 17 => "udp", 58 => "icmpv6", 132 => "sctp", _ => null };
        if (transport is not null && !headers.IsLaterFragment)
        {
            counts[transport] = counts.GetValueOrDefault(transport) + 1;
        }
    }
}
