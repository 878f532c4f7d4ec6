using FlowSensor.Engine.Inspection;
using FlowSensor.Engine.MailStatistics;
using FlowSensor.Engine.Metering;
using FlowSensor.Fuzz.Mutation;
using FlowSensor.Fuzz.Seeds;
using FlowSensor.Protocols.Flows;
using FlowSensor.Protocols.Packets;
using FlowSensor.Protocols.Pcap;

namespace FlowSensor.Fuzz.Targets;

/// <summary>The whole way of captured packets: parser, meter, fragments, TCP reassembly, the readers of DNS and mail. Its tables are so small that inputs fill them.</summary>
internal sealed class WireTarget : FuzzTarget, IFlowSink
{
    private const int TableSize = 8;
    private const int WaitingLimit = 1 << 16;
    private const long StartMs = 1_700_000_000_000;

    private readonly PacketParser _parser = new(new PacketParserOptions { UnwrapGre = true, UnwrapIpInIp = true, UnwrapVxlan = true, UnwrapGeneve = true });
    private long _emittedPackets;
    private long _emittedOctets;

    /// <inheritdoc/>
    public override string Name => "wire";

    /// <inheritdoc/>
    public override string Description => "FlowCache and PacketInspector, packets";

    /// <inheritdoc/>
    public override InputForm Form => InputForm.Frames;

    /// <inheritdoc/>
    public override int LongestInput => 4_000;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Tokens { get; } =
    [
        [0, 25], [0, 53], [0, 110], [0, 143], [2], [0x12], [0x10], [0x18], [0x11], [4], [0xFF, 0xFF, 0xFF, 0xFF], "EHLO a\r\n"u8.ToArray(), "MAIL FROM:<a>\r\n"u8.ToArray(),
        "250 ok\r\n"u8.ToArray(), "220 mx\r\n"u8.ToArray(), "DATA\r\n"u8.ToArray(), "354 go\r\n"u8.ToArray(), "\r\n.\r\n"u8.ToArray(), "STARTTLS\r\n"u8.ToArray(), "+OK\r\n"u8.ToArray(),
    ];

    /// <inheritdoc/>
    // The inspector's tables of ports and types, a slab for what waits.
    public override long MostAllocated(int length) => 3_000_000 + (100L * length);

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds(SeedFiles files) => [.. files.Traffic.Of(Name)];

    /// <inheritdoc/>
    public override void Run(ReadOnlySpan<byte> input, ref Observation seen)
    {
        _emittedPackets = 0;
        _emittedOctets = 0;
        FlowCache cache = new(new FlowCacheOptions { MaxFlows = TableSize, Seed = 1 }, this);
        FragmentReassembler reassembler = new(new FragmentReassemblerOptions { MaxDatagrams = TableSize, MaxOctets = WaitingLimit });
        PacketInspector inspector = new(
            new InspectionOptions
            {
                MaxSessions = TableSize,
                MaxHandshakes = TableSize,
                MaxWaitingOctets = WaitingLimit,
                MaxDnsClients = TableSize,
                MaxSmtpHosts = TableSize,
                MaxTriplets = TableSize,
            },
            new MailServerStatistics(new MailStatisticsOptions(), MailCalendar.Default));
        Frames frames = new(input);
        long timeMs = StartMs;
        int packets = 0;
        int unmetered = 0;
        while (frames.TryNext(out ReadOnlySpan<byte> frame))
        {
            // An empty one lets time pass, the seven bits of the link type that are left over a little.
            timeMs += frame.IsEmpty ? 400_000 : frame[0] >> 4;
            if (frame.IsEmpty)
            {
                continue;
            }

            packets++;
            unmetered += Add(cache, reassembler, inspector, FrameLinks.Of(frame[0]), frame[1..], timeMs) ? 0 : 1;
        }

        cache.Flush();
        inspector.Complete();
        FlowCacheCounters metered = cache.Counters;
        seen.Count(metered.Emitted);
        seen.Count(inspector.Reassembly.Opened);
        seen.Count(inspector.Reassembly.OutOfOrder);
        seen.Count(inspector.Reassembly.Gaps);
        seen.Count(inspector.Reassembly.LostOctets);
        seen.Count(inspector.Smtp.Total.Sessions);
        seen.Add(metered.Octets);
        if (packets != metered.Packets + unmetered || metered.Packets != _emittedPackets || metered.Octets != _emittedOctets || metered.Held != 0)
        {
            throw new PropertyException("packets are neither metered nor refused, or not emitted");
        }

        if (inspector.OpenSessions != 0 || inspector.WaitingBlocks != 0)
        {
            throw new PropertyException("sessions are open, or segments wait, after the end");
        }
    }

    /// <inheritdoc/>
    public void OnFlow(ref FlowRecord record)
    {
        _emittedPackets += (long)record.Packets;
        _emittedOctets += (long)record.Octets;
    }

    private bool Add(FlowCache cache, FragmentReassembler reassembler, PacketInspector inspector, LinkType linkType, ReadOnlySpan<byte> data, long timeMs)
    {
        ParseStatus status = _parser.Parse(linkType, data, data.Length, out PacketHeaders headers);
        if (status is not (ParseStatus.Ok or ParseStatus.TruncatedTransport or ParseStatus.BadTransport))
        {
            return false;
        }

        cache.Add(headers, data, timeMs);
        ReassemblyStatus reassembly = reassembler.Add(data, headers, timeMs, out ReadOnlySpan<byte> whole);
        if (reassembly == ReassemblyStatus.Complete)
        {
            data = whole;
            status = _parser.Parse(LinkType.Raw, data, data.Length, out headers);
        }

        if (reassembly != ReassemblyStatus.Incomplete && status == ParseStatus.Ok)
        {
            inspector.Add(headers, data.Slice(headers.PayloadOffset, headers.PayloadLength), timeMs);
        }

        return true;
    }
}
