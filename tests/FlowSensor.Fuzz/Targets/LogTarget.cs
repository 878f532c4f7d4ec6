using FlowSensor.Fuzz.Seeds;
using FlowSensor.Protocols.Logs;

namespace FlowSensor.Fuzz.Targets;

/// <summary>Log lines: cut from blocks, their headers, and what their program says.</summary>
/// <param name="format">What writes the log.</param>
internal sealed class LogTarget(LogFormat format) : FuzzTarget
{
    private const int LongestLine = 400;
    private const int JournalText = 4_096;

    /// <inheritdoc/>
    public override string Name => "log-" + format.ToString().ToLowerInvariant();

    /// <inheritdoc/>
    public override string Description => $"LogLineReader, LogHeaderReader and LogEventReader, log of {format}";

    /// <inheritdoc/>
    public override Mutation.InputForm Form => Mutation.InputForm.Text;

    /// <inheritdoc/>
    public override int LongestInput => 1_200;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Tokens { get; } = LogSeeds.Words(format);

    /// <inheritdoc/>
    // The gathered line, the journal's text, two readers.
    public override long MostAllocated(int length) => 2 * (LongestLine + JournalText + 1_000 + length);

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds(SeedFiles files) => LogSeeds.Lines(format, files);

    /// <inheritdoc/>
    public override void Run(ReadOnlySpan<byte> input, ref Observation seen)
    {
        // The same octets in two blocks and in one have to give the same lines.
        Observation inBlocks = default;
        int half = input.Length / 2;
        Read(input[..half], input[half..], ref inBlocks);
        Read(input, default, ref seen);
        if (inBlocks.Digest != seen.Digest)
        {
            throw new PropertyException("two blocks give other lines than one");
        }
    }

    private void Read(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ref Observation seen)
    {
        LogLineReader lines = new(LongestLine);
        LogHeaderReader headers = new(new LogClock(TimeZoneInfo.Utc, 2003, referenceMs: 0), format);
        while (lines.TryNext(ref first, out ReadOnlySpan<byte> line) || lines.TryNext(ref second, out line) || lines.TryFinish(out line))
        {
            LogLine.Read(headers, line, ref seen);
        }

        seen.Count(lines.Lines);
        seen.Count(lines.CutLines);
        seen.Count(lines.Nuls);
    }
}
