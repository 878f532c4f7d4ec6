using System.Globalization;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage;

/// <summary>
/// The spans that together answer for a range of time: days that lie in it whole, then hours, then windows for what is left,
/// so that no moment counts twice.
/// </summary>
/// <param name="Ids">Row ids of the spans as a JSON list, for <c>json_each</c>.</param>
/// <param name="Count">How many spans.</param>
/// <param name="From">Start of the first span, Unix milliseconds.</param>
/// <param name="To">End of the last span.</param>
internal sealed record SpanCover(string Ids, int Count, long From, long To)
{
    /// <summary>Length of the longest span in seconds; 1 where there is none.</summary>
    public long LongestS { get; private init; } = 1;

    /// <summary>The condition that every span fulfils.</summary>
    public const string Any = "1";

    /// <summary>How far back a question without a start goes.</summary>
    public const long DefaultLength = 86_400_000;

    /// <summary>Row ids of the windows among them, as <see cref="Ids"/>.</summary>
    public string Windows { get; private init; } = "[]";

    /// <summary>Row ids of the hours and days among them, as <see cref="Ids"/>.</summary>
    public string Longer { get; private init; } = "[]";

    /// <summary>The spans themselves, in the order of time.</summary>
    public IReadOnlyList<(long Id, long Start, long End)> Chosen { get; private init; } = [];

    /// <summary>The times of the range that none of them covers.</summary>
    public IReadOnlyList<(long From, long To)> Left { get; private init; } = [];

    /// <summary>
    /// Chooses the spans: the longest kind first, and each further kind only for what is left, so that a question over a month reads the windows of
    /// its edges alone.
    /// </summary>
    /// <param name="connection">The store.</param>
    /// <param name="range">The range asked for.</param>
    /// <param name="longest">Longest kind that serves.</param>
    /// <param name="condition">What a span of more than a window must fulfil, as SQL over <c>spans</c>; a constant of the caller.</param>
    /// <param name="windowCondition">The same for windows.</param>
    /// <param name="service">Value of $service in the texts, or null.</param>
    /// <param name="subject">Value of $subject in the texts, or null.</param>
    /// <param name="shortest">Shortest kind that is looked for.</param>
    public static SpanCover Of(
        SqliteConnection connection, TimeRange range, SpanKind longest, string condition = Any, string windowCondition = Any, string? service = null, string? subject = null,
        SpanKind shortest = SpanKind.Window)
    {
        (long from, long to) = Bounds(connection, range);
        List<(long From, long To)> left = [(from, to)];
        List<(long Id, SpanKind Kind, long Start, long End)> chosen = [];
        for (SpanKind kind = longest; kind >= shortest && left.Count > 0; kind--)
        {
            SpanCandidates candidates = new(connection, kind, kind == SpanKind.Window ? windowCondition : condition, service, subject);
            List<(long From, long To)> still = [];
            foreach ((long begin, long end) in left)
            {
                long covered = begin;
                foreach ((long id, long start, long ending) in candidates.Between(begin, end))
                {
                    if (start >= covered && (kind == SpanKind.Window || ending <= end))
                    {
                        AddLeft(still, covered, start);
                        chosen.Add((id, kind, start, ending));
                        covered = ending;
                    }
                }

                AddLeft(still, covered, end);
            }

            left = still;
        }

        return Of(chosen, from, to) with { Left = left };
    }

    /// <summary>An answer over these spans.</summary>
    public StoreAnswer<T> Answer<T>(IReadOnlyList<T> rows) =>
        new(rows, Count, DateTimeOffset.FromUnixTimeMilliseconds(From), DateTimeOffset.FromUnixTimeMilliseconds(To));

    /// <summary>Chooses of the spans that could serve those that together cover a range.</summary>
    /// <returns>Their ids, the start of the first and the end of the last; the range itself where there is none.</returns>
    internal static (List<long> Ids, long From, long To) Choose(List<(long Id, SpanKind Kind, long Start, long End)> spans, long from, long to)
    {
        // The longest first: at one start a day comes before an hour and an hour before a window.
        spans.Sort(static (left, right) => left.Start != right.Start ? left.Start.CompareTo(right.Start) : right.Kind.CompareTo(left.Kind));
        List<long> chosen = [];
        long first = to;
        long covered = from;
        foreach ((long id, SpanKind kind, long start, long end) in spans)
        {
            if (start >= covered && start < to && (kind == SpanKind.Window || end <= to))
            {
                chosen.Add(id);
                first = Math.Min(first, start);
                covered = end;
            }
        }

        return (chosen, chosen.Count == 0 ? from : first, chosen.Count == 0 ? to : covered);
    }

    private static void AddLeft(List<(long From, long To)> left, long from, long to)
    {
        if (from < to)
        {
            left.Add((from, to));
        }
    }

    private static SpanCover Of(List<(long Id, SpanKind Kind, long Start, long End)> chosen, long from, long to)
    {
        chosen.Sort(static (one, other) => one.Start.CompareTo(other.Start));
        return new SpanCover(
            Ids(chosen), chosen.Count, chosen.Count == 0 ? from : chosen[0].Start, chosen.Count == 0 ? to : chosen[^1].End)
        {
            LongestS = Math.Max(1, chosen.Select(static span => span.End - span.Start).DefaultIfEmpty().Max() / 1_000),
            Windows = Ids(chosen.Where(static span => span.Kind == SpanKind.Window)),
            Longer = Ids(chosen.Where(static span => span.Kind != SpanKind.Window)),
            Chosen = [.. chosen.Select(static span => (span.Id, span.Start, span.End))],
        };

        static string Ids(IEnumerable<(long Id, SpanKind Kind, long Start, long End)> spans) => $"[{string.Join(',', spans.Select(static span => span.Id))}]";
    }

    /// <summary>The time that a range means: without an end up to the newest window, without a start a day before the end.</summary>
    internal static (long From, long To) Bounds(SqliteConnection connection, TimeRange range)
    {
        long to = range.To ?? 0;
        if (range.To is null)
        {
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = """SELECT "end" FROM spans WHERE kind = 0 ORDER BY start DESC LIMIT 1""";
            to = Convert.ToInt64(command.ExecuteScalar() ?? 0, CultureInfo.InvariantCulture);
        }

        return (range.From ?? to - DefaultLength, to);
    }
}
