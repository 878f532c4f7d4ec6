using FlowSensor.Fuzz.Mutation;
using FlowSensor.Fuzz.Seeds;
using FlowSensor.Protocols.Packets;
using FlowSensor.Protocols.Pcap;

namespace FlowSensor.Fuzz.Targets;

/// <summary>Packets, each behind an octet that chooses its link type: headers, all tunnels, and fragments joined and parsed again.</summary>
internal sealed class PacketTarget : FuzzTarget
{
    private const int ReassembledLimit = 1 << 20;
    private const int LongestFrame = 600;
    private const string Hosts = "20010DB800000000000000000000000120010DB8000000000000000000000002";

    private readonly PacketParser _parser = new(new PacketParserOptions { UnwrapGre = true, UnwrapIpInIp = true, UnwrapVxlan = true, UnwrapGeneve = true });

    /// <inheritdoc/>
    public override string Name => "packet";

    /// <inheritdoc/>
    public override string Description => "PacketParser with all tunnels, FragmentReassembler";

    /// <inheritdoc/>
    public override InputForm Form => InputForm.Frames;

    /// <inheritdoc/>
    public override int LongestInput => 3_000;

    /// <inheritdoc/>
    public override int Weight => 3;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Tokens { get; } =
    [
        [8, 0, 0x45, 0], [0x86, 0xDD, 0x60, 0], [0x81, 0, 0, 100], [0x88, 0xA8, 0, 100], [0x88, 0x47], [0x88, 0x64, 0x11, 0], [0x65, 0x58], [0, 1, 1, 0],
        [0x12, 0xB5, 0, 0], [0x17, 0xC1, 0, 0], [0x20, 0, 0x65, 0x58, 0, 0, 0, 0], [0x30, 1, 0x88, 0x0B], [0x22, 0xEB], [0x88, 0xBE],
        [4], [6], [17], [41], [47], [43], [44], [50], [51], [58], [60], [135], [0x20, 0], [0, 8], [0x1F, 0xFF], [0, 33], [0, 87], [0xFF, 3, 0, 33],
    ];

    /// <inheritdoc/>
    // The reassembler's tables, and for each fragment a buffer of the size that its offset asks for.
    public override long MostAllocated(int length) => 20_000 + ReassembledLimit + (64L * length);

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds(SeedFiles files)
    {
        List<byte[]> frames = [];
        foreach ((LinkType linkType, byte[] data) in files.Traffic.Packets)
        {
            if (FrameLinks.Join(linkType, data.AsSpan(0, Math.Min(data.Length, LongestFrame))) is byte[] frame)
            {
                frames.Add(frame);
            }
        }

        return frames.Chunk(3).Select(static some => Frames.Join(some)).Append(Fragments());
    }

    /// <inheritdoc/>
    public override void Run(ReadOnlySpan<byte> input, ref Observation seen)
    {
        FragmentReassembler reassembler = new(new FragmentReassemblerOptions { MaxDatagrams = 4, MaxOctets = ReassembledLimit });
        Frames frames = new(input);
        long nowMs = 1_700_000_000_000;
        while (frames.TryNext(out ReadOnlySpan<byte> frame))
        {
            if (frame.IsEmpty)
            {
                nowMs += 20_000;
                continue;
            }

            ReadOnlySpan<byte> data = frame[1..];
            LinkType linkType = FrameLinks.Of(frame[0]);
            ParseStatus status = Parse(linkType, data, data.Length + (frame[0] >> 4), ref seen, out PacketHeaders headers);
            if (!HasAddresses(status) || reassembler.Add(data, headers, nowMs, out ReadOnlySpan<byte> packet) is not ReassemblyStatus.Complete)
            {
                continue;
            }

            seen.Add(packet);
            Parse(LinkType.Raw, packet, packet.Length, ref seen, out _);
        }

        seen.Count(reassembler.Refused);
        seen.Count(reassembler.Overlapping);
        seen.Count(reassembler.Pending);
        if (reassembler.BufferOctets > ReassembledLimit)
        {
            throw new PropertyException("more fragments are kept than allowed");
        }
    }

    private ParseStatus Parse(LinkType linkType, ReadOnlySpan<byte> data, int wireLength, ref Observation seen, out PacketHeaders headers)
    {
        ParseStatus status = _parser.Parse(linkType, data, wireLength, out headers);
        seen.Status((int)status);
        seen.Status(headers.TunnelDepth);
        seen.Add(headers.Protocol | (headers.IpVersion << 8) | (headers.TcpFlags << 16));
        seen.Add(headers.PayloadOffset);
        seen.Add(headers.PayloadLength);
        seen.Add(headers.IpLength);
        seen.Add((long)headers.Source.Low);
        seen.Add((long)headers.Destination.Low);
        seen.Add(headers.SourcePort | (headers.DestinationPort << 16));
        bool isInside = headers.PayloadLength >= 0 && headers.PayloadOffset >= 0 && headers.PayloadOffset + headers.PayloadLength <= data.Length
            && headers.IpOffset <= data.Length && headers.IpLength >= 0;
        return isInside && HasAddresses(status) == headers.IpVersion is 4 or 6
            ? status
            : throw new PropertyException($"{status} with offsets outside of the packet, or addresses that do not fit the status");
    }

    private static bool HasAddresses(ParseStatus status) => status is ParseStatus.Ok or ParseStatus.TruncatedTransport or ParseStatus.BadTransport;

    // A UDP datagram in two pieces, once for IPv4 and once for IPv6 (RFC 8200 4.5).
    private static byte[] Fragments() => Frames.Join(
        Convert.FromHexString("03" + "450000240001200040110000" + "C0000201C6335401" + "0400003500180000" + "4142434445464748"),
        Convert.FromHexString("03" + "4500001C0001000240110000" + "C0000201C6335401" + "4142434445464748"),
        Convert.FromHexString("03" + "6000000000182C40" + Hosts + "1100000100000001" + "0400003500180000" + "4142434445464748"),
        Convert.FromHexString("03" + "6000000000102C40" + Hosts + "1100001000000001" + "4142434445464748"));
}
