using System.Buffers.Binary;
using System.IO.Compression;
using FlowSensor.Fuzz.Seeds;
using FlowSensor.Protocols.Pcap;

namespace FlowSensor.Fuzz.Targets;

/// <summary>Capture files.</summary>
/// <param name="name"><c>pcap</c>, <c>pcapng</c> or <c>pcap-gz</c>.</param>
internal sealed class CaptureFileTarget(string name) : FuzzTarget
{
    private const int LongestSeed = 6_000;
    private const int Window = 1 << 20;
    private const string Packet = "450000140001000040060000C0000201C6335401";

    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override string Description => "CaptureReader, a whole file";

    /// <inheritdoc/>
    public override int LongestInput => 8_000;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Tokens { get; } = name == "pcapng"
        ? [[10, 13, 13, 10], [0x4D, 0x3C, 0x2B, 0x1A], [0x1A, 0x2B, 0x3C, 0x4D], [1, 0, 0, 0, 20, 0, 0, 0], [2, 0, 0, 0], [3, 0, 0, 0, 16, 0, 0, 0], [6, 0, 0, 0, 32, 0, 0, 0], [9, 0, 1, 0], [9, 0, 1, 0, 0x89], [14, 0, 8, 0]]
        : [[0xD4, 0xC3, 0xB2, 0xA1], [0xA1, 0xB2, 0xC3, 0xD4], [0x4D, 0x3C, 0xB2, 0xA1], [0x34, 0xCD, 0xB2, 0xA1], [2, 0, 4, 0], [0, 2, 0, 3], [0x1F, 0x8B, 8, 0]];

    /// <inheritdoc/>
    // The reader's window; what gzip takes; descriptions of interfaces.
    public override long MostAllocated(int length) => Window + 200_000 + (64L * length);

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds(SeedFiles files)
    {
        byte[] small = Small();
        List<byte[]> seeds = [name switch { "pcapng" => SmallBlocks(), "pcap-gz" => Compress(small), _ => small }];
        IEnumerable<string> shared = files.Shared("packets").Concat(files.Shared("malformed")).Concat(files.Shared("flows"));
        string ending = name == "pcapng" ? ".pcapng" : ".pcap";
        foreach (byte[] content in SeedFiles.Contents(shared.Where(file => file.EndsWith(ending, StringComparison.Ordinal)), LongestSeed))
        {
            seeds.Add(name == "pcap-gz" ? Compress(content) : content);
        }

        return seeds;
    }

    /// <inheritdoc/>
    public override void Repair(Span<byte> input)
    {
        // The second length of each block is made the first, little endian.
        for (int at = 0; name == "pcapng" && input.Length - at >= 12;)
        {
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(input[(at + 4)..]);
            if (length < 12 || length > input.Length - at)
            {
                length = (uint)(input.Length - at) & ~3u;
                BinaryPrimitives.WriteUInt32LittleEndian(input[(at + 4)..], length);
            }

            length &= ~3u;
            BinaryPrimitives.WriteUInt32LittleEndian(input[(at + 4)..], length);
            BinaryPrimitives.WriteUInt32LittleEndian(input[(at + (int)length - 4)..], length);
            at += (int)length;
        }
    }

    /// <inheritdoc/>
    public override void Run(ReadOnlySpan<byte> input, ref Observation seen)
    {
        using CaptureReader reader = CaptureReader.Open(new MemoryStream(input.ToArray(), writable: false));
        long octets = 0;
        int packets = 0;
        while (reader.TryReadNext(out CapturedPacket packet))
        {
            packets++;
            octets += packet.Data.Length;
            seen.Add(packet.Data.Length);
            seen.Add(packet.TimestampNs);
            seen.Add(packet.WireLength);
            seen.Add(packet.InterfaceId);
            seen.Status((int)packet.LinkType);
            if (packet.WireLength < 0)
            {
                throw new PropertyException("a negative length on the wire");
            }
        }

        seen.Status((int)reader.Status);
        seen.Count(packets);
        if (reader.Status == CaptureStatus.Ok || reader.BytesRead > input.Length || (!reader.IsCompressed && octets > input.Length))
        {
            throw new PropertyException("more was read than there is");
        }
    }

    private static byte[] Small()
    {
        using MemoryStream file = new();
        file.Write(Convert.FromHexString("D4C3B2A1020004000000000000000000FFFF000001000000"));
        for (byte i = 0; i < 3; i++)
        {
            file.Write([i, 0, 0x50, 0x65, 0, 0, 0, 0, 20, 0, 0, 0, 60, 0, 0, 0]);
            file.Write(Convert.FromHexString(Packet));
        }

        return file.ToArray();
    }

    // A section, an interface with a time unit, an enhanced, a simple and an obsolete packet, statistics.
    private static byte[] SmallBlocks() => Convert.FromHexString(
        "0A0D0D0A" + "1C000000" + "4D3C2B1A01000000FFFFFFFFFFFFFFFF" + "1C000000"
        + "01000000" + "20000000" + "01000000FFFF0000" + "0900010009000000" + "00000000" + "20000000"
        + "06000000" + "34000000" + "0000000000000000060000001400000014000000" + Packet + "34000000"
        + "03000000" + "24000000" + "14000000" + Packet + "24000000"
        + "02000000" + "34000000" + "0000000000000000060000001400000014000000" + Packet + "34000000"
        + "05000000" + "10000000" + "00000000" + "10000000");

    private static byte[] Compress(byte[] content)
    {
        using MemoryStream file = new();
        using (GZipStream gzip = new(file, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return file.ToArray();
    }
}
