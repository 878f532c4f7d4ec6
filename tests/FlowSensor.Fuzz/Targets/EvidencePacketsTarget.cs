using FlowSensor.Engine.Storage.Packets;
using FlowSensor.Fuzz.Seeds;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Pcap;

namespace FlowSensor.Fuzz.Targets;

/// <summary>A file of packets kept as evidence, damaged: what a report takes out of it is a capture that can be read.</summary>
internal sealed class EvidencePacketsTarget : FuzzTarget
{
    private const long Start = 1_767_571_200_000;
    private const string FileName = "20260105T000000Z-101.pcap";

    // Those of the seeds.
    private static readonly IpAddress Host = IpAddress.FromIPv4(0xC000_0201);

    private readonly CaptureFileTarget _captures = new("pcap");
    private string? _folder;

    /// <inheritdoc/>
    public override string Name => "evidence-packets";

    /// <inheritdoc/>
    public override string Description => "SliceFiles, a file of packets of a host";

    /// <inheritdoc/>
    public override int LongestInput => _captures.LongestInput;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Tokens => _captures.Tokens;

    /// <inheritdoc/>
    // Three readers, and the captures that come out, which double as they grow.
    public override long MostAllocated(int length) => (3 * _captures.MostAllocated(length)) + (16L * length);

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds(SeedFiles files) => _captures.Seeds(files);

    /// <inheritdoc/>
    public override void Run(ReadOnlySpan<byte> input, ref Observation seen)
    {
        _folder ??= ScratchFolder.For(Name);
        string packets = Directory.CreateDirectory(Path.Combine(_folder, "packets")).FullName;
        using (FileStream file = File.Create(Path.Combine(packets, FileName)))
        {
            file.Write(input);
        }

        byte[] found = SliceFiles.Read(_folder, Host, long.MinValue, long.MaxValue);
        seen.Count(found.Length);
        seen.Add(found);
        Take(SliceFiles.Read(_folder, Host, 0, Start), ref seen);
        if (found.Length > 0)
        {
            Take(found, ref seen);
        }
    }

    private static void Take(byte[] found, ref Observation seen)
    {
        if (found.Length == 0)
        {
            return;
        }

        using CaptureReader reader = CaptureReader.Open(new MemoryStream(found, writable: false));
        int packets = 0;
        while (reader.TryReadNext(out _))
        {
            packets++;
        }

        seen.Count(packets);
        if (reader.Status != CaptureStatus.EndOfFile || packets == 0)
        {
            throw new PropertyException($"what was taken out cannot be read: {reader.Status}");
        }
    }
}
