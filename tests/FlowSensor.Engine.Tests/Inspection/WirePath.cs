using FlowSensor.Engine.Inspection;
using FlowSensor.Engine.MailStatistics;
using FlowSensor.Engine.Metering;
using FlowSensor.Protocols.Flows;
using FlowSensor.Protocols.Packets;
using FlowSensor.Protocols.Pcap;

namespace FlowSensor.Engine.Tests.Inspection;

/// <summary>The whole way of a captured frame: parser, meter, reassembly of fragments, inspection; and the account of it.</summary>
internal sealed class WirePath : IFlowSink
{
    private readonly PacketParser _parser = new(new PacketParserOptions { UnwrapGre = true, UnwrapIpInIp = true, UnwrapVxlan = true, UnwrapGeneve = true });
    private readonly FragmentReassembler _reassembler;
    private readonly FlowCache _cache;
    private readonly long[] _refused = new long[Enum.GetValues<ParseStatus>().Length];

    public WirePath(InspectionOptions inspection, FlowCacheOptions metering, FragmentReassemblerOptions reassembly)
    {
        Inspector = new PacketInspector(inspection, new MailServerStatistics(new MailStatisticsOptions(), MailCalendar.Default));
        _cache = new FlowCache(metering, this);
        _reassembler = new FragmentReassembler(reassembly);
    }

    /// <summary>Tables small enough that hostile input fills every one.</summary>
    public static WirePath Small() => new(
        new InspectionOptions { MaxSessions = 1_000, MaxHandshakes = 4_096, MaxWaitingOctets = 1 << 20, MaxDnsClients = 1_000, MaxSmtpHosts = 1_000, MaxTriplets = 1_000 },
        new FlowCacheOptions { MaxFlows = 10_000, Seed = 1 },
        new FragmentReassemblerOptions { MaxDatagrams = 100, MaxOctets = 1 << 20 });

    public PacketInspector Inspector { get; }

    public FlowCacheCounters Metered => _cache.Counters;

    public FragmentReassembler Reassembler => _reassembler;

    public long Packets { get; private set; }

    /// <summary>Packets that were not metered, for every cause.</summary>
    public long Unmetered => _refused.Sum();

    public long EmittedPackets { get; private set; }

    public long EmittedOctets { get; private set; }

    public void Add(LinkType linkType, ReadOnlySpan<byte> data, int wireLength, long timeMs)
    {
        Packets++;
        ParseStatus status = _parser.Parse(linkType, data, wireLength, out PacketHeaders headers);
        if (status is not (ParseStatus.Ok or ParseStatus.TruncatedTransport or ParseStatus.BadTransport))
        {
            _refused[(int)status]++;
            return;
        }

        _cache.Add(headers, data, timeMs);
        ReassemblyStatus reassembly = _reassembler.Add(data, headers, timeMs, out ReadOnlySpan<byte> whole);
        if (reassembly == ReassemblyStatus.Complete)
        {
            data = whole;
            status = _parser.Parse(LinkType.Raw, data, data.Length, out headers);
        }

        if (reassembly != ReassemblyStatus.Incomplete && status == ParseStatus.Ok)
        {
            Inspector.Add(headers, data.Slice(headers.PayloadOffset, headers.PayloadLength), timeMs);
        }
    }

    public void Read(string path)
    {
        using FileStream file = File.OpenRead(path);
        using CaptureReader reader = CaptureReader.Open(file);
        while (reader.TryReadNext(out CapturedPacket packet))
        {
            Add(packet.LinkType, packet.Data, packet.WireLength, packet.TimestampNs / 1_000_000);
        }
    }

    public void Complete()
    {
        _cache.Flush();
        Inspector.Complete();
    }

    /// <summary>Every packet is metered or has a cause, and everything metered is emitted.</summary>
    public void AssertAccount()
    {
        FlowCacheCounters metered = Metered;
        Assert.Equal(Packets, metered.Packets + Unmetered);
        Assert.Equal((metered.Packets, metered.Octets, 0), (EmittedPackets, EmittedOctets, metered.Held));
        Assert.Equal((0, 0), (Inspector.OpenSessions, Inspector.WaitingBlocks));
    }

    public void OnFlow(ref FlowRecord record)
    {
        EmittedPackets += (long)record.Packets;
        EmittedOctets += (long)record.Octets;
    }
}
