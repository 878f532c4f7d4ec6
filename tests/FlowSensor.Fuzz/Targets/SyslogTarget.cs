using FlowSensor.Fuzz.Mutation;
using FlowSensor.Fuzz.Seeds;
using FlowSensor.Protocols.Logs;

namespace FlowSensor.Fuzz.Targets;

/// <summary>Syslog: blocks of a TCP connection, cut into messages that are read as log lines.</summary>
internal sealed class SyslogTarget : FuzzTarget
{
    private const int LongestMessage = 400;

    private readonly byte[] _whole = new byte[1_500];

    /// <inheritdoc/>
    public override string Name => "syslog";

    /// <inheritdoc/>
    public override string Description => "SyslogFrameReader, LogHeaderReader and LogEventReader, blocks of a connection";

    /// <inheritdoc/>
    public override InputForm Form => InputForm.Frames;

    /// <inheritdoc/>
    public override int LongestInput => _whole.Length;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Tokens { get; } =
    [
        .. new[] { "<0>", "<191>", "<192>", "<13>1 ", "<13>1 - - - - - ", "7 <13>a b", "0 ", "99999999 ", "999999999 ", "10 ", "\n", "\0", "\r\n", "[a@1 b=\"\\\"\"]", "2024-11-12T10:20:30.123456789Z ", "Nov 12 10:20:30 " }
            .Select(System.Text.Encoding.ASCII.GetBytes),
    ];

    /// <inheritdoc/>
    public override long MostAllocated(int length) => 2 * (LongestMessage + 6_000 + length);

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds(SeedFiles files)
    {
        byte[][] lines = [.. LogSeeds.Lines(LogFormat.Syslog, files).Concat(LogSeeds.Lines(LogFormat.Postfix, files)).Take(40)];
        return
        [
            .. lines.Chunk(3).Select(static some => Frames.Join(some)),
            .. lines.Select(static line => Frames.Join(System.Text.Encoding.ASCII.GetBytes($"{line.Length - 1} "), line[..^1])),
            .. files.Traffic.Of(Name),
        ];
    }

    /// <inheritdoc/>
    public override void Run(ReadOnlySpan<byte> input, ref Observation seen)
    {
        SyslogFrameReader reader = new(LongestMessage);
        LogHeaderReader headers = new(new LogClock(TimeZoneInfo.Utc, null, 1_700_000_000_000));
        Frames frames = new(input);
        int whole = 0;
        while (frames.TryNext(out ReadOnlySpan<byte> block))
        {
            block.CopyTo(_whole.AsSpan(whole));
            whole += block.Length;
            Read(reader, headers, block, ref seen);
        }

        Finish(reader, headers, ref seen);

        // "Whatever the blocks, the same octets give the same messages."
        Observation atOnce = default;
        reader = new SyslogFrameReader(LongestMessage);
        headers = new LogHeaderReader(new LogClock(TimeZoneInfo.Utc, null, 1_700_000_000_000));
        Read(reader, headers, _whole.AsSpan(0, whole), ref atOnce);
        Finish(reader, headers, ref atOnce);
        if (atOnce.Digest != seen.Digest)
        {
            throw new PropertyException("blocks give other messages than the same octets at once");
        }
    }

    private static void Read(SyslogFrameReader reader, LogHeaderReader headers, ReadOnlySpan<byte> block, ref Observation seen)
    {
        while (reader.TryNext(ref block, out ReadOnlySpan<byte> message))
        {
            seen.Add(message);
            LogLine.Read(headers, message, ref seen);
        }

        if (!block.IsEmpty)
        {
            throw new PropertyException("a block was not taken to its end");
        }
    }

    private static void Finish(SyslogFrameReader reader, LogHeaderReader headers, ref Observation seen)
    {
        if (reader.TryFinish(out ReadOnlySpan<byte> message))
        {
            LogLine.Read(headers, message, ref seen);
        }

        seen.Count(reader.CutMessages);
    }
}
