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

    /// <summary>How far back a question without a start goes.</summary>
    public const long DefaultLength = 86_400_000;

    /// <summary>Chooses the spans.</summary>
    /// <param name="connection">The store.</param>
    /// <param name="range">The range asked for.</param>
    /// <param name="sql">Gives id, kind, start and end of the spans that could serve, with the start before $to; a constant of the caller.</param>
    /// <param name="service">Value of $service in the text, or null.</param>
    /// <param name="subject">Value of $subject in the text, or null.</param>
    public static SpanCover Of(SqliteConnection connection, TimeRange range, string sql, string? service = null, string? subject = null)
    {
        (long from, long to) = Bounds(connection, range);
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // A constant of the caller.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.Parameters.AddWithValue("$from", from);
        command.Parameters.AddWithValue("$to", to);
        command.Parameters.AddWithValue("$service", (object?)service ?? DBNull.Value);
        command.Parameters.AddWithValue("$subject", (object?)subject ?? DBNull.Value);
        List<(long Id, SpanKind Kind, long Start, long End)> spans = [];
        using (SqliteDataReader rows = command.ExecuteReader())
        {
            while (rows.Read())
            {
                spans.Add((rows.GetInt64(0), (SpanKind)rows.GetInt32(1), rows.GetInt64(2), rows.GetInt64(3)));
            }
        }

        (List<long> ids, long first, long last) = Choose(spans, from, to);
        HashSet<long> chosen = [.. ids];
        long longest = spans.Where(span => chosen.Contains(span.Id)).Select(static span => span.End - span.Start).DefaultIfEmpty(1_000).Max();
        return new SpanCover($"[{string.Join(',', ids)}]", ids.Count, first, last) { LongestS = Math.Max(1, longest / 1_000) };
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

    /// <summary>The time that a range means: without an end up to the newest window, without a start a day before the end.</summary>
    internal static (long From, long To) Bounds(SqliteConnection connection, TimeRange range)
    {
        long to = range.To ?? 0;
        if (range.To is null)
        {
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = """SELECT coalesce(max("end"), 0) FROM spans WHERE kind = 0""";
            to = Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
        }

        return (range.From ?? to - DefaultLength, to);
    }
}
