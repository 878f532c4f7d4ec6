using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage.Bands;

/// <summary>An hour whose windows' bands are summed up, seen by one service and subject.</summary>
/// <param name="Id">Row id of the hour.</param>
/// <param name="Start">Start of the hour, Unix milliseconds.</param>
/// <param name="Windows">Windows with such bands.</param>
/// <param name="First">Start of the first of them.</param>
/// <param name="Last">Start of the last of them.</param>
/// <param name="End">End of the last of them.</param>
internal sealed record SummedHour(long Id, long Start, long Windows, long First, long Last, long End)
{
    // Where windows overlap, it depends on the question which of them count.
    private const string Hours = """
        SELECT h.span, h.start, coalesce(t.windows, 0), coalesce(t.first, 0), coalesce(t.last, 0), coalesce(t."end", 0)
        FROM band_hours h LEFT JOIN band_times t ON t.hour = h.span AND t.service = coalesce($service, '') AND t.subject = coalesce($subject, '')
        WHERE h.start >= $from AND h.start <= $to AND h.is_apart
        ORDER BY h.start
        """;

    /// <summary>The end of the hour itself, whatever windows it has.</summary>
    public long Limit => Start + BandRollup.HourLength;

    /// <summary>Those that lie whole in a time, in its order; also those without such bands, whose windows need not be looked at.</summary>
    /// <param name="connection">The store.</param>
    /// <param name="from">Start of the time.</param>
    /// <param name="to">Its end.</param>
    /// <param name="service">The service; null for any.</param>
    /// <param name="subject">The subject; null for any.</param>
    public static List<SummedHour> Between(SqliteConnection connection, long from, long to, string? service, string? subject) => connection.Rows(
        Hours,
        static row => new SummedHour(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5)),
        ("$from", from), ("$to", to - BandRollup.HourLength), ("$service", service), ("$subject", subject));
}
