using System.Globalization;
using FlowSensor.Engine.Reports;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage.Bands;

/// <summary>
/// The spans that together answer for the bands of a service over a time: days and hours that have such bands themselves, then windows. Windows of whole
/// hours are taken together where their sums are kept; what they add up to, how many there are and when they begin and end is the same.
/// </summary>
internal sealed class BandCover
{
    private const string WithBands = """
        EXISTS (SELECT 1 FROM bands b JOIN service_directions d ON d.id = b.service
                WHERE b.span = spans.id AND ($service IS NULL OR d.service = $service) AND ($subject IS NULL OR b.subject = $subject))
        """;

    private readonly SqliteConnection _connection;
    private readonly string? _service;
    private readonly string? _subject;
    private readonly SpanCandidates _candidates;
    private readonly List<long> _spans = [];
    private readonly List<long> _hours = [];
    private int _count;
    private long _from = long.MaxValue;
    private long _lastStart = long.MinValue;
    private long _to;

    private BandCover(SqliteConnection connection, string? service, string? subject)
    {
        (_connection, _service, _subject) = (connection, service, subject);
        _candidates = new SpanCandidates(connection, SpanKind.Window, WithBands, service, subject);
    }

    /// <summary>Row ids of the spans whose own bands count, as a JSON list.</summary>
    public string Spans => Json(_spans);

    /// <summary>Row ids of the hours whose sums over windows count, as a JSON list.</summary>
    public string Hours => Json(_hours);

    /// <summary>Chooses the spans.</summary>
    /// <param name="connection">The store.</param>
    /// <param name="range">Time; without any, the newest span with such bands, of the longest kind there is.</param>
    /// <param name="service">The service; null for any.</param>
    /// <param name="subject">The subject; null for any.</param>
    public static BandCover Of(SqliteConnection connection, TimeRange range, string? service, string? subject)
    {
        BandCover cover = new(connection, service, subject);

        // Where nothing of the service is stored, the answer speaks of the time that a question without a time means elsewhere.
        if (range is not { From: null, To: null } || !cover.TakeNewest())
        {
            cover.Take(range);
        }

        return cover;
    }

    /// <summary>An answer over these spans.</summary>
    public StoreAnswer<BucketReport> Answer(IReadOnlyList<BucketReport> rows) =>
        new(rows, _count, DateTimeOffset.FromUnixTimeMilliseconds(_from), DateTimeOffset.FromUnixTimeMilliseconds(_to));

    private static string Json(List<long> ids) => $"[{string.Join(',', ids.Select(static id => id.ToString(CultureInfo.InvariantCulture)))}]";

    private bool TakeNewest()
    {
        for (SpanKind kind = SpanKind.Day; kind > SpanKind.Window; kind--)
        {
            if (new SpanCandidates(_connection, kind, WithBands, _service, _subject).Newest() is (long id, long start, long end))
            {
                Add(_spans, id, 1, start, start, end);
                return true;
            }
        }

        long before = long.MaxValue;
        List<SummedHour> hours = SummedHour.Between(_connection, 0, long.MaxValue, _service, _subject);
        hours.Reverse();
        foreach (SummedHour hour in hours)
        {
            if (TakeNewestWindow(hour.Limit, before) || (hour.Windows > 0 && TakeNewestWindow(hour.Last, hour.Limit)))
            {
                return true;
            }

            before = hour.Start;
        }

        return TakeNewestWindow(0, before);
    }

    private bool TakeNewestWindow(long from, long to)
    {
        if (from < to && _candidates.Newest(from, to) is (long id, long start, long end))
        {
            Add(_spans, id, 1, start, start, end);
            return true;
        }

        return false;
    }

    private void Take(TimeRange range)
    {
        SpanCover longer = SpanCover.Of(_connection, range, SpanKind.Day, WithBands, WithBands, _service, _subject, shortest: SpanKind.Hour);
        foreach ((long id, long start, long end) in longer.Chosen)
        {
            Add(_spans, id, 1, start, start, end);
        }

        foreach ((long begin, long end) in longer.Left)
        {
            TakeWindows(begin, end);
        }

        if (_count == 0)
        {
            (_from, _to) = (longer.From, longer.To);
        }
    }

    // As one window after the other would be taken, each that starts where those before it have ended.
    private void TakeWindows(long begin, long end)
    {
        long at = begin;
        long covered = begin;
        foreach (SummedHour hour in SummedHour.Between(_connection, begin, end, _service, _subject))
        {
            covered = TakeWindows(at, hour.Start, covered);
            at = hour.Start;
            if (covered > at)
            {
                // A window reaches into the hour: which of the hour's own count is seen one by one.
                continue;
            }

            at = hour.Limit;
            if (hour.Windows > 0)
            {
                Add(_hours, hour.Id, (int)hour.Windows, hour.First, hour.Last, hour.End);
                covered = hour.End;
            }
        }

        TakeWindows(at, end, covered);
    }

    private long TakeWindows(long from, long to, long covered)
    {
        if (from < to)
        {
            foreach ((long id, long start, long end) in _candidates.Between(from, to))
            {
                if (start >= covered)
                {
                    Add(_spans, id, 1, start, start, end);
                    covered = end;
                }
            }
        }

        return covered;
    }

    private void Add(List<long> ids, long id, int count, long first, long last, long end)
    {
        ids.Add(id);
        _count += count;
        _from = Math.Min(_from, first);
        if (last > _lastStart)
        {
            (_lastStart, _to) = (last, end);
        }
    }
}
