using System.Text.Json;
using FlowSensor.Protocols.Flows;
using FlowSensor.Protocols.Packets;
using FlowSensor.Protocols.Pcap;
using FlowSensor.Protocols.SFlow;
using FlowSensor.Protocols.Tests.Pcap;
using Xunit.Abstractions;

namespace FlowSensor.Protocols.Tests.SFlow;

/// <summary>Published sFlow datagrams: samples as tshark counts them, packets and octets times sampling rate as nfdump does.</summary>
public sealed class PublishedSFlowTests(ITestOutputHelper output)
{
    // Octets times rate where nfdump's figure is not ours, and why.
    private static readonly Dictionary<string, (long Flows, long Packets, long Octets, string Reason)> Differing = new()
    {
        ["gopacket__sflow_test_L338_sflow5"] = (7, 7000, 112_000, "nfdump gives sampled Ethernet records no octets"),
        ["tcpdump__sflow_multiple_counter_30_pdus"] = (0, 0, 0, "nfdump's flows come from five NetFlow v5 datagrams among the sFlow"),
    };

    // Flow samples that tshark counts although their lengths contradict each other; nfdump counts none of them either.
    private static readonly Dictionary<string, DecodeStatus> Broken = new()
    {
        ["goflow__sflow_test_L23_sflow5"] = DecodeStatus.TruncatedRecord,
        ["gopacket__sflow_test_L224_sflow5"] = DecodeStatus.TruncatedRecord,
        ["gopacket__sflow_test_L320_sflow5"] = DecodeStatus.BadSetLength,
        ["tcpdump__sflow_print-segv"] = DecodeStatus.TruncatedRecord,
    };

    [Fact]
    public void Decode_PublishedDatagrams_CountsSamplesAsTsharkAndOctetsAsNfdump()
    {
        int files = 0;
        foreach ((string file, string path, JsonElement expected) in PublishedData.Entries("flows/"))
        {
            if (!expected.TryGetProperty("tshark", out JsonElement tshark) || !tshark.TryGetProperty("sflow_datagrams", out _))
            {
                continue;
            }

            files++;
            string name = Path.GetFileNameWithoutExtension(file);
            RecordingSink sink = new();
            List<SFlowDatagramInfo> infos = Decode(path, sink, out List<DecodeStatus> statuses);
            if (Broken.TryGetValue(name, out DecodeStatus broken))
            {
                Assert.Equal([broken], statuses);
                Assert.Empty(sink.Records);
                continue;
            }

            Assert.All(statuses, status => Assert.True(status is DecodeStatus.Ok or DecodeStatus.UnsupportedVersion));
            Assert.Equal((name, Get(tshark, "sflow_datagrams")), (name, statuses.Count(status => status == DecodeStatus.Ok)));
            Assert.Equal((name, Get(tshark, "sflow_numsamples")), (name, infos.Sum(info => info.Samples)));
            Assert.Equal((name, Get(tshark, "sflow_flow") + Get(tshark, "sflow_expanded_flow")), (name, sink.Records.Count));
            Assert.Equal((name, Get(tshark, "sflow_counters") + Get(tshark, "sflow_expanded_counters")), (name, infos.Sum(info => info.CounterSamples)));
            JsonElement nfdump = expected.GetProperty("nfdump");
            (long flows, long packets, long octets) = Differing.TryGetValue(name, out (long Flows, long Packets, long Octets, string Reason) ours)
                ? (ours.Flows, ours.Packets, ours.Octets)
                : (Get(nfdump, "flows"), Get(nfdump, "packets"), Get(nfdump, "bytes"));
            Assert.Equal(
                (name, flows, packets, octets),
                (name, sink.Records.Count, Estimate(sink, record => record.Packets), Estimate(sink, record => record.Octets)));
        }

        output.WriteLine($"{files} files");
    }

    [Fact]
    public void Decode_AnyPublishedPayload_EndsWithAStatus()
    {
        foreach (string path in PublishedData.Files("malformed", "flows").Where(path => Path.GetExtension(path) != ".out"))
        {
            CountingSink sink = new();
            List<SFlowDatagramInfo> infos = Decode(path, sink, out _);
            Assert.Equal(infos.Sum(info => info.FlowSamples), sink.Count);
        }
    }

    private static List<SFlowDatagramInfo> Decode(string path, IFlowSink sink, out List<DecodeStatus> statuses)
    {
        SFlowDecoder decoder = new();
        PacketParser parser = new();
        FlowRecord scratch = default;
        List<SFlowDatagramInfo> infos = [];
        statuses = [];
        using CaptureReader reader = CaptureReader.Open(File.OpenRead(path));
        while (reader.TryReadNext(out CapturedPacket packet))
        {
            parser.Parse(packet.LinkType, packet.Data, packet.WireLength, out PacketHeaders headers);
            ReadOnlySpan<byte> payload = packet.Data.Slice(headers.PayloadOffset, headers.PayloadLength);
            statuses.Add(decoder.Decode(payload, packet.TimestampNs / 1_000_000, sink, ref scratch, out SFlowDatagramInfo info));
            infos.Add(info);
        }

        return infos;
    }

    private static long Estimate(RecordingSink sink, Func<FlowRecord, ulong> counter) =>
        sink.Records.Sum(record => (long)(counter(record) * record.SamplingInterval));

    private static long Get(JsonElement counts, string name) => counts.TryGetProperty(name, out JsonElement value) ? value.GetInt64() : 0;
}
