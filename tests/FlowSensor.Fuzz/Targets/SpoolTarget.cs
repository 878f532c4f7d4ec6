using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using FlowSensor.Engine.Output.Spool;
using FlowSensor.Fuzz.Seeds;

namespace FlowSensor.Fuzz.Targets;

/// <summary>Spools: the frames of a segment, or a whole folder as a run that was killed may leave it.</summary>
/// <param name="wholeFolder">True for a folder on disk.</param>
internal sealed class SpoolTarget(bool wholeFolder) : FuzzTarget
{
    private const long SpoolLimit = 1 << 20;

    private string? _folder;

    /// <inheritdoc/>
    public override string Name => wholeFolder ? "spool-folder" : "spool";

    /// <inheritdoc/>
    public override string Description => wholeFolder ? "DiskSpool, a folder with this segment" : "SpoolFrame, a segment";

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Tokens { get; } = [Encoding.ASCII.GetBytes("FSB1"), [0xFF, 0xFF, 0xFF, 0x7F], [1, 0, (byte)'a', 1, 0, (byte)'b']];

    /// <inheritdoc/>
    public override long MostAllocated(int length) => (wholeFolder ? 300_000 : 8_000) + (100L * length);

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds(SeedFiles files)
    {
        ArrayBufferWriter<byte> target = new();
        for (ulong i = 1; i < 4; i++)
        {
            SpoolFrame.Write(target, i, 1_700_000_000_000, 2, new Dictionary<string, string> { ["format"] = "influx", ["é"] = "" }, "point a=1\n"u8);
        }

        yield return target.WrittenSpan.ToArray();
        yield return target.WrittenSpan[..(target.WrittenCount / 3)].ToArray();
    }

    /// <inheritdoc/>
    public override void Repair(Span<byte> input)
    {
        while (input.Length >= SpoolFrame.Preamble)
        {
            long content = (long)BinaryPrimitives.ReadUInt32LittleEndian(input[4..]) + BinaryPrimitives.ReadUInt32LittleEndian(input[8..]);
            if (SpoolFrame.Preamble + content <= input.Length)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(input[32..], SpoolChecksum.Of(input.Slice(SpoolFrame.Preamble, (int)content)));
            }

            BinaryPrimitives.WriteUInt32LittleEndian(input[36..], SpoolChecksum.Of(input[..36]));
            input = input[(int)Math.Min(input.Length, SpoolFrame.Preamble + content)..];
        }
    }

    /// <inheritdoc/>
    public override void Run(ReadOnlySpan<byte> input, ref Observation seen)
    {
        if (wholeFolder)
        {
            RunFolder(input, ref seen);
            return;
        }

        int frames = 0;
        ReadOnlySpan<byte> rest = input;
        while (SpoolFrame.TryRead(rest, out SpoolFrame frame) && frame.Octets <= rest.Length)
        {
            frames++;
            byte[] content = rest.Slice(SpoolFrame.Preamble, frame.ContentOctets).ToArray();
            rest = rest[(int)frame.Octets..];
            Take(frame.ToBatch(content), ref seen);
        }

        seen.Count(frames);
        seen.Count(rest.Length);
    }

    private void RunFolder(ReadOnlySpan<byte> input, ref Observation seen)
    {
        _folder ??= ScratchFolder.For(Name);
        foreach (string file in Directory.EnumerateFiles(_folder))
        {
            File.Delete(file);
        }

        using (FileStream segment = File.Create(SpoolSegment.For(_folder, 1).Path))
        {
            segment.Write(input);
        }

        using DiskSpool spool = DiskSpool.Open(_folder, new SpoolLimits(SpoolLimit, SpoolWhenFull.DropOldest), TimeProvider.System);
        while (spool.TryRead(out SpoolBatch? batch))
        {
            Take(batch, ref seen);
            spool.Acknowledge(batch);
        }

        SpoolCounters counters = spool.Counters;
        seen.Count(counters.Recovered);
        seen.Count(counters.Damaged);
        if (counters.Waiting != 0 || counters.Recovered != counters.Acknowledged + counters.Damaged)
        {
            throw new PropertyException("items that were recovered are neither delivered nor counted as damaged");
        }
    }

    private static void Take(SpoolBatch? batch, ref Observation seen)
    {
        seen.Status(batch is null ? 0 : 1);
        if (batch is not null)
        {
            seen.Add((long)batch.Sequence);
            seen.Add(batch.Items);
            seen.Count(batch.Headers.Count);
            seen.Add(batch.Payload.Span);
        }
    }
}
