using FlowSensor.Engine.Metering;
using FlowSensor.Protocols.Flows;
using FlowSensor.Protocols.Packets;
using FlowSensor.Protocols.Pcap;

namespace FlowSensor.IntegrationTests.Peers;

/// <summary>A capture through the sensor's meter: counters by source.</summary>
internal sealed class MeteredFlows : IFlowSink
{
    private const byte ProtocolIcmp = 1;
    private const byte ProtocolUdp = 17;
    private const byte ProtocolIcmp6 = 58;
    private const ushort DnsPort = 53;

    /// <summary>All flows.</summary>
    public SortedDictionary<string, SourceCounters> All { get; } = new(StringComparer.Ordinal);

    /// <summary>Without DNS over UDP and ICMP.</summary>
    public SortedDictionary<string, SourceCounters> OfConnections { get; } = new(StringComparer.Ordinal);

    /// <summary>Sum over the sources.</summary>
    public SourceCounters Total => All.Values.Aggregate(default(SourceCounters), static (sum, counters) => sum.Plus(counters));

    /// <summary>Meters a capture.</summary>
    /// <param name="path">Capture file.</param>
    /// <param name="options">The meter's rules.</param>
    public static MeteredFlows Read(string path, FlowCacheOptions options)
    {
        var flows = new MeteredFlows();
        var cache = new FlowCache(options, flows);
        var parser = new PacketParser();
        using FileStream file = File.OpenRead(path);
        using CaptureReader reader = CaptureReader.Open(file);
        while (reader.TryReadNext(out CapturedPacket packet))
        {
            if (parser.Parse(packet.LinkType, packet.Data, packet.WireLength, out PacketHeaders headers) == ParseStatus.Ok)
            {
                cache.Add(headers, packet.Data, packet.TimestampNs / 1_000_000);
            }
        }

        cache.Flush();
        return flows;
    }

    /// <inheritdoc/>
    public void OnFlow(ref FlowRecord record)
    {
        var counters = new SourceCounters(1, (long)record.Packets, (long)record.Octets);
        string source = record.Source.ToString();
        All[source] = counters.Plus(All.GetValueOrDefault(source));
        bool isDns = record.Protocol == ProtocolUdp && (record.SourcePort == DnsPort || record.DestinationPort == DnsPort);
        if (!isDns && record.Protocol is not (ProtocolIcmp or ProtocolIcmp6))
        {
            OfConnections[source] = counters.Plus(OfConnections.GetValueOrDefault(source));
        }
    }
}
