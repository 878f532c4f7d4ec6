using System.Globalization;
using FlowSensor.Engine.Logs.Rare;
using FlowSensor.Engine.Logs.Silences;

namespace FlowSensor.Engine.Reports.Logs;

/// <summary>The silences of programs that were too long, those after a rare line first.</summary>
public sealed class LogGapsReport
{
    private const string TimeForm = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    private LogGapsReport(IReadOnlyList<LogGapReport> rows, int found, long lines)
    {
        Rows = rows;
        Found = found;
        Lines = lines;
    }

    /// <summary>Headings of the rows as comma separated values.</summary>
    public static IReadOnlyList<string> CsvNames { get; } =
        ["rank", "host", "program", "from", "to", "duration_s", "usual_s", "after_rare", "words", "before", "after"];

    /// <summary>The silences in order.</summary>
    public IReadOnlyList<LogGapReport> Rows { get; }

    /// <summary>How many there are.</summary>
    public int Found { get; }

    /// <summary>Lines they were found in.</summary>
    public long Lines { get; }

    /// <summary>The rows as comma separated values.</summary>
    public IEnumerable<IReadOnlyList<string>> CsvRows => Rows.Select(static row => (IReadOnlyList<string>)
    [
        row.Rank.ToString(CultureInfo.InvariantCulture), row.Host, row.Program, row.From.ToString(TimeForm, CultureInfo.InvariantCulture),
        row.To.ToString(TimeForm, CultureInfo.InvariantCulture), row.DurationS.ToString(CultureInfo.InvariantCulture), row.UsualS.ToString(CultureInfo.InvariantCulture),
        row.AfterRare ? "true" : "false", string.Join(' ', row.Words), row.Before, row.After,
    ]);

    /// <summary>Makes the report.</summary>
    /// <param name="lines">What was learned.</param>
    /// <param name="top">Silences shown; 0 for all.</param>
    /// <param name="sinceMs">Only those that ended after this time, Unix milliseconds; null for all.</param>
    public static LogGapsReport Of(RareLines lines, int top, long? sinceMs)
    {
        ArgumentNullException.ThrowIfNull(lines);
        List<Silence> found = [.. lines.Silences.TooLong(lines.Types.Lines).Where(silence => sinceMs is not long since || silence.ToMs >= since)];
        return new LogGapsReport([.. found.Take(top == 0 ? int.MaxValue : top).Select(static (silence, index) => Row(silence, index + 1))], found.Count, lines.Types.Lines);
    }

    /// <summary>Writes what a person reads.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="width">Characters of a line; longer ones are cut.</param>
    public void WriteText(TextWriter output, int width)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Rows.Count} of {Found:N0} gaps, from {Lines:N0} lines"));
        foreach (LogGapReport row in Rows)
        {
            string origin = row.Host.Length > 0 ? $"{row.Host} {row.Program}" : row.Program;
            output.WriteLine();
            Write(output, width, string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Rank,3}. {Duration(row.DurationS)} of silence  {origin}  {row.From.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture)}, usual {Duration(row.UsualS)}{(row.AfterRare ? ", after a rare line" : "")}"));
            Write(output, width, "     before: " + row.Before);
            Write(output, width, "     after:  " + row.After);
        }
    }

    private static LogGapReport Row(Silence silence, int rank) => new(
        rank, silence.Host, silence.Program, DateTimeOffset.FromUnixTimeMilliseconds(silence.FromMs), DateTimeOffset.FromUnixTimeMilliseconds(silence.ToMs),
        silence.DurationMs / 1_000.0, silence.UsualMs / 1_000.0, silence.IsAfterRare, silence.Trouble?.Trouble ?? [], silence.Before, silence.After);

    private static string Duration(double seconds)
    {
        TimeSpan time = TimeSpan.FromSeconds(Math.Round(seconds));
        return time.TotalHours >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}h {time.Minutes:00}m")
            : time.TotalMinutes >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}m {time.Seconds:00}s")
            : string.Create(CultureInfo.InvariantCulture, $"{time.Seconds}s");
    }

    private static void Write(TextWriter output, int width, string line) => output.WriteLine(line.Length <= width ? line : line[..Math.Max(0, width - 3)] + "...");
}
