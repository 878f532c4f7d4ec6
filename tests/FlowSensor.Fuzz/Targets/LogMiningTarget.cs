using FlowSensor.Engine.Logs;
using FlowSensor.Engine.Logs.Rare;
using FlowSensor.Fuzz.Mutation;
using FlowSensor.Fuzz.Seeds;
using FlowSensor.Protocols.Logs;

namespace FlowSensor.Fuzz.Targets;

/// <summary>What is made of log lines: message types, silences, findings, and the statistics of mail servers. Its tables are so small that inputs fill them.</summary>
internal sealed class LogMiningTarget : FuzzTarget
{
    private const int TableSize = 8;

    /// <inheritdoc/>
    public override string Name => "log-mining";

    /// <inheritdoc/>
    public override string Description => "RareLines and LogStatistics, lines of any program";

    /// <inheritdoc/>
    public override InputForm Form => InputForm.Text;

    /// <inheritdoc/>
    public override int LongestInput => 2_000;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Tokens { get; } =
        [.. LogSeeds.Words(LogFormat.Postfix), .. LogSeeds.Words(LogFormat.Sendmail), .. LogSeeds.Words(LogFormat.Syslog), .. LogSeeds.Words(LogFormat.Bind)];

    /// <inheritdoc/>
    // Tables of both, of which those by day and program are the larger part.
    public override long MostAllocated(int length) => 4_000_000 + (2_000L * length);

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds(SeedFiles files)
    {
        byte[][] lines = [.. new[] { LogFormat.Postfix, LogFormat.Sendmail, LogFormat.Syslog, LogFormat.Bind, LogFormat.Dovecot, LogFormat.Exim }.SelectMany(format => LogSeeds.Lines(format, files).Take(60))];
        return lines.Chunk(8).Select(static some => some.SelectMany(static line => line).ToArray());
    }

    /// <inheritdoc/>
    public override void Run(ReadOnlySpan<byte> input, ref Observation seen)
    {
        LogMiningOptions options = new() { Learning = TimeSpan.Zero };
        options.Types.MaxTypes = TableSize;
        options.Types.MaxPrograms = TableSize;
        options.Types.MaxFirstWords = 3;
        options.Types.MaxSiblings = 3;
        options.Types.MaxHosts = 3;
        options.Silences.MaxPrograms = TableSize;
        options.Silences.LeastIntervals = 2;
        RareLines rare = new(options);
        int findings = 0;
        rare.Found = _ => findings++;
        LogStatistics statistics = new(new LogStatisticsOptions { MaxMessages = TableSize, MaxTriplets = TableSize });
        LogHeaderReader headers = new(new LogClock(TimeZoneInfo.Utc, 2024, referenceMs: 0));
        ReadOnlySpan<byte> rest = input;
        int lines = 0;
        while (!rest.IsEmpty)
        {
            int end = rest.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            headers.Read(line, out LogHeader header);
            rare.OnLine(header, line);
            statistics.OnLine(header, line);
            lines++;
        }

        (IReadOnlyList<StoredMessageType> kept, IReadOnlyList<long> gone) = rare.Types.TakeChanges();
        seen.Count(rare.Types.Types.Count);
        seen.Count(rare.Types.Evicted);
        seen.Count(rare.Types.Shared);
        seen.Count(findings);
        seen.Count(kept.Count);
        seen.Count(gone.Count);
        seen.Count(statistics.Parsed);
        seen.Count(statistics.MessagesPushedOut);
        if (statistics.Lines != lines || statistics.Parsed > lines || rare.Types.Lines > lines || findings > 4 * lines)
        {
            throw new PropertyException("lines do not add up");
        }

        RareLines again = new(options);
        again.Types.Restore(kept);
        if (again.Types.Types.Count != Math.Min(kept.Count, TableSize))
        {
            throw new PropertyException($"{kept.Count} types were kept, {again.Types.Types.Count} are there again");
        }
    }
}
