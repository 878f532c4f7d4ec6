using System.Text.Json;
using FlowSensor.Protocols.Packets;
using FlowSensor.Protocols.Pcap;
using FlowSensor.Protocols.Tests.Pcap;
using Xunit.Abstractions;

namespace FlowSensor.Protocols.Tests.Packets;

public sealed class PublishedPacketTests(ITestOutputHelper output)
{
    [Fact]
    public void Parse_PublishedPackets_CountsProtocolsAsTshark()
    {
        PacketParser parser = new();
        int files = 0;
        foreach ((string file, string path, JsonElement expected) in PublishedData.Entries("packets/"))
        {
            if (!expected.TryGetProperty("protocols", out JsonElement protocols))
            {
                continue;
            }

            files++;
            Dictionary<string, int> counts = Count(parser, path);
            foreach (string name in new[] { "ip", "ipv6", "tcp", "udp", "icmp", "icmpv6", "sctp" })
            {
                int theirs = protocols.TryGetProperty(name, out JsonElement value) ? value.GetInt32() : 0;
                int ours = counts.GetValueOrDefault(name);
                if (ours != theirs)
                {
                    output.WriteLine($"{file}: {name} {ours} tshark {theirs} | {protocols} | {string.Join(' ', counts)}");
                }
            }
        }

        output.WriteLine($"{files} files");
    }

    private static Dictionary<string, int> Count(PacketParser parser, string path)
    {
        Dictionary<string, int> counts = [];
        using CaptureReader reader = CaptureReader.Open(File.OpenRead(path));
        while (reader.TryReadNext(out CapturedPacket packet))
        {
            ParseStatus status = parser.Parse(packet.LinkType, packet.Data, packet.WireLength, out PacketHeaders headers);
            Add(counts, status.ToString());
            if (headers.IpVersion == 0)
            {
                continue;
            }

            Add(counts, headers.IpVersion == 4 ? "ip" : "ipv6");
            if (!headers.IsLaterFragment)
            {
                Add(counts, headers.Protocol switch { 1 => "icmp", 6 => "tcp", 17 => "udp", 58 => "icmpv6", 132 => "sctp", _ => "other" });
            }
        }

        return counts;
    }

    private static void Add(Dictionary<string, int> counts, string name) => counts[name] = counts.GetValueOrDefault(name) + 1;
}
