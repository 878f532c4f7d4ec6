using System.Globalization;
using FlowSensor.Engine.ClickHouse;

namespace FlowSensor.Engine.Storage.ClickHouse;

/// <summary>
/// The spans that together answer for a range of time, chosen for each sensor by itself: one may have closed an hour that another is
/// still in.
/// </summary>
/// <param name="Condition">The spans as a condition on sensor, kind and start; empty where there is none.</param>
/// <param name="Count">How many spans; those of several sensors at the same time count once.</param>
/// <param name="From">Start of the first span, Unix milliseconds.</param>
/// <param name="To">End of the last span.</param>
internal sealed record ClickHouseCover(string Condition, int Count, long From, long To)
{
    /// <summary>Chooses the spans.</summary>
    /// <param name="spans">Those that could serve.</param>
    /// <param name="from">Start of the range, Unix milliseconds.</param>
    /// <param name="to">Its end.</param>
    public static ClickHouseCover Of(IEnumerable<ClickHouseSpan> spans, long from, long to)
    {
        List<string> conditions = [];
        HashSet<(SpanKind Kind, long Start)> chosen = [];
        long first = long.MaxValue;
        long last = long.MinValue;
        foreach (IGrouping<string, ClickHouseSpan> sensor in spans.GroupBy(static span => span.Sensor).OrderBy(static group => group.Key, StringComparer.Ordinal))
        {
            ClickHouseSpan[] own = [.. sensor.OrderBy(static span => span.Start)];
            (List<long> ids, long begin, long end) = SpanCover.Choose([.. own.Select(static (span, id) => ((long)id, span.Kind, span.Start, span.End))], from, to);
            if (ids.Count > 0)
            {
                HashSet<long> kept = [.. ids];
                conditions.AddRange(Ranges(own, kept).Select(range => $"(sensor = {ClickHouseText.Quote(sensor.Key)} AND {range})"));
                chosen.UnionWith(ids.Select(id => (own[id].Kind, own[id].Start)));
                first = Math.Min(first, begin);
                last = Math.Max(last, end);
            }
        }

        return chosen.Count == 0
            ? new ClickHouseCover("", 0, from, to)
            : new ClickHouseCover($"({string.Join(" OR ", conditions)})", chosen.Count, first, last);
    }

    /// <summary>An answer over these spans.</summary>
    public StoreAnswer<T> Answer<T>(IReadOnlyList<T> rows) =>
        new(rows, Count, DateTimeOffset.FromUnixTimeMilliseconds(From), DateTimeOffset.FromUnixTimeMilliseconds(To));

    // Chosen spans of one kind that follow each other, with none that was not chosen between them, as one range.
    private static IEnumerable<string> Ranges(ClickHouseSpan[] spans, HashSet<long> chosen)
    {
        foreach (SpanKind kind in Enum.GetValues<SpanKind>())
        {
            long first = -1;
            long last = -1;
            for (int id = 0; id < spans.Length; id++)
            {
                if (spans[id].Kind != kind)
                {
                    continue;
                }

                if (chosen.Contains(id))
                {
                    first = first < 0 ? spans[id].Start : first;
                    last = spans[id].Start;
                }
                else if (first >= 0)
                {
                    yield return Range(kind, first, last);
                    first = -1;
                }
            }

            if (first >= 0)
            {
                yield return Range(kind, first, last);
            }
        }
    }

    private static string Range(SpanKind kind, long first, long last) => string.Create(
        CultureInfo.InvariantCulture, $"kind = {(int)kind} AND start >= {ClickHouseText.Time(first / 1_000)} AND start <= {ClickHouseText.Time(last / 1_000)}");
}
