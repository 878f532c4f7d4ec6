using System.Globalization;
using FlowSensor.Engine.Logs.Rare;
using FlowSensor.Protocols.Logs;

namespace FlowSensor.Engine.Reports.Logs;

/// <summary>The message types that a person should look at, the rarest and most telling first.</summary>
public sealed class RareLinesReport
{
    private const string TimeForm = "yyyy-MM-dd HH:mm:ss'Z'";

    // From none to the most of all spans.
    private const string Levels = " .:-=+*#";

    private RareLinesReport(IReadOnlyList<RareLineReport> rows, int types, long lines)
    {
        Rows = rows;
        Types = types;
        Lines = lines;
    }

    /// <summary>Headings of the rows as comma separated values.</summary>
    public static IReadOnlyList<string> CsvNames { get; } = ["rank", "count", "program", "host", "template", "sample", "first", "last", "words"];

    /// <summary>The types in order.</summary>
    public IReadOnlyList<RareLineReport> Rows { get; }

    /// <summary>Types that were learned.</summary>
    public int Types { get; }

    /// <summary>Lines that they were learned from.</summary>
    public long Lines { get; }

    /// <summary>The rows as comma separated values.</summary>
    public IEnumerable<IReadOnlyList<string>> CsvRows => Rows.Select(static row => (IReadOnlyList<string>)
    [
        row.Rank.ToString(CultureInfo.InvariantCulture), row.Count.ToString(CultureInfo.InvariantCulture), row.Program, row.Host, row.Template, row.Sample,
        row.First?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "", row.Last?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "",
        string.Join(' ', row.Words),
    ]);

    /// <summary>Makes the report.</summary>
    /// <param name="types">Types learned.</param>
    /// <param name="top">Types shown; 0 for all.</param>
    /// <param name="sinceMs">Only types without a line before this time, Unix milliseconds; null for all.</param>
    public static RareLinesReport Of(MessageTypes types, int top, long? sinceMs)
    {
        ArgumentNullException.ThrowIfNull(types);
        IEnumerable<MessageType> asked = types.Types.Where(type => sinceMs is not long since || (type.FirstMs >= since && type.FirstMs != long.MaxValue));
        IEnumerable<MessageType> ordered = RareRanking.Order(asked, types.Lines).Take(top == 0 ? int.MaxValue : top);
        return new RareLinesReport([.. ordered.Select(static (type, index) => Row(type, index + 1))], types.Types.Count, types.Lines);
    }

    /// <summary>Writes what a person reads.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="width">Characters of a line; longer ones are cut.</param>
    public void WriteText(TextWriter output, int width)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Rows.Count} of {Types:N0} message types, from {Lines:N0} lines"));
        foreach (RareLineReport row in Rows)
        {
            string origin = row.Host.Length > 0 ? $"{row.Host} {row.Program}" : row.Program;
            string times = row.First is not DateTimeOffset first ? "" : row.Count == 1 ? Time(first) : $"{Time(first)} to {Time(row.Last ?? first)}";
            output.WriteLine();
            Write(output, width, string.Create(CultureInfo.InvariantCulture, $"{row.Rank,3}. {row.Count:N0} {(row.Count == 1 ? "line" : "lines")}  {origin}  {times}"));
            Write(output, width, "     " + row.Sample);
            if (row.Words.Count > 0)
            {
                Write(output, width, "     words: " + string.Join(", ", row.Words));
            }

            if (row.OverTime is LineCounts over)
            {
                Write(output, width, string.Create(CultureInfo.InvariantCulture, $"     |{Curve(over.Counts)}| {over.SpanS / 3600} h each from {Time(over.Start)}"));
            }

            foreach (string near in row.Near)
            {
                Write(output, width, "       " + near);
            }
        }
    }

    private static RareLineReport Row(MessageType type, int rank) => new(
        rank, type.Count, type.Program, type.Host, type.Template, type.Sample, At(type.FirstMs), At(type.LastMs), type.Trouble,
        [.. type.Near.OrderBy(static near => near.IsAfter).Select(Show)], type.Count > 1 && At(type.FirstMs) is not null ? CountsOf(type.Timeline) : null);

    private static LineCounts CountsOf(TypeTimeline timeline)
    {
        int length = timeline.Counts.LastIndexOfAnyExcept(0) + 1;
        return new LineCounts(DateTimeOffset.FromUnixTimeMilliseconds(timeline.StartMs), timeline.SpanMs / 1_000, timeline.Counts[..length].ToArray());
    }

    private static string Show(NearLine near)
    {
        string time = At(near.TimeMs) is DateTimeOffset at ? Time(at) + " " : "";
        return $"{(near.IsAfter ? "after" : "before")} {time}{near.Program}: {near.Text}";
    }

    private static string Curve(IReadOnlyList<int> counts)
    {
        int most = counts.Max();
        return string.Concat(counts.Select(count => Levels[count == 0 ? 0 : 1 + (int)((long)(Levels.Length - 2) * count / most)]));
    }

    private static void Write(TextWriter output, int width, string line) => output.WriteLine(line.Length <= width ? line : line[..Math.Max(0, width - 3)] + "...");

    private static string Time(DateTimeOffset time) => time.ToString(TimeForm, CultureInfo.InvariantCulture);

    private static DateTimeOffset? At(long timeMs) =>
        timeMs is LogHeader.UnknownTime or long.MaxValue ? null : DateTimeOffset.FromUnixTimeMilliseconds(timeMs);
}
