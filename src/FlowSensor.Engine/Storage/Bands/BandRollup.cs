using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage.Bands;

/// <summary>
/// Sums the bands of an hour's windows up (docs/decisions/0273-bands-of-windows-by-hour.md). What is kept is always the sum of the windows that are
/// there: a window that is written or deleted takes its hour's sums away until they are made anew. Works in the transaction that is open. Used by one thread.
/// </summary>
/// <param name="connection">The store.</param>
internal sealed class BandRollup(SqliteConnection connection)
{
    /// <summary>Length of an hour in milliseconds.</summary>
    public const long HourLength = 3_600_000;

    private const string Sums = """
        DELETE FROM band_hours WHERE span = $span;
        INSERT INTO band_hours (span, start, first, is_apart)
        SELECT $span, $start, min(start), coalesce(max(start < before), 0) = 0
        FROM (SELECT start, max("end") OVER (ORDER BY start ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
              FROM spans WHERE kind = 0 AND start >= $start AND start < $end);
        INSERT INTO band_sums (hour, service, subject, band, position, keys, flows, packets, octets)
        SELECT $span, service, subject, band, min(position), sum(keys), sum(flows), sum(packets), sum(octets)
        FROM bands WHERE span IN (SELECT id FROM spans WHERE kind = 0 AND start >= $start AND start < $end)
        GROUP BY service, subject, band;
        """;

    private const string Times = """
        WITH kept AS MATERIALIZED (
            SELECT DISTINCT s.id, s.start, s."end", d.service, b.subject
            FROM spans s CROSS JOIN bands b ON b.span = s.id CROSS JOIN service_directions d ON d.id = b.service
            WHERE s.kind = 0 AND s.start >= $start AND s.start < $end
        )
        INSERT INTO band_times (hour, service, subject, windows, first, last, "end")
        SELECT $span, service, subject, count(DISTINCT id), min(start), max(start), max("end") FROM kept GROUP BY service, subject
        UNION ALL
        SELECT $span, service, '', count(DISTINCT id), min(start), max(start), max("end") FROM kept GROUP BY service
        UNION ALL
        SELECT $span, '', subject, count(DISTINCT id), min(start), max(start), max("end") FROM kept GROUP BY subject
        UNION ALL
        SELECT $span, '', '', count(DISTINCT id), min(start), max(start), max("end") FROM kept HAVING count(*) > 0;
        """;

    // An hour whose windows are gone has nothing to sum up.
    private const string IsWithout = """
        h.kind = 1 AND NOT EXISTS (SELECT 1 FROM band_hours b WHERE b.span = h.id)
        AND EXISTS (SELECT 1 FROM spans w WHERE w.kind = 0 AND w.start >= h.start AND w.start < h.start + $length)
        """;

    /// <summary>Sums an hour up whose windows are there.</summary>
    /// <param name="span">Row id of the hour.</param>
    /// <param name="start">Its start, Unix milliseconds.</param>
    public void Fill(long span, long start)
    {
        foreach (string sql in (ReadOnlySpan<string>)[Sums, Times])
        {
            using SqliteCommand command = connection.Command(sql, ("$span", span), ("$start", start), ("$end", start + HourLength));
            command.ExecuteNonQuery();
        }
    }

    /// <summary>Takes the sums away that a window which is written no longer lets be true.</summary>
    /// <param name="start">Start of the window, Unix milliseconds.</param>
    public void Forget(long start)
    {
        using SqliteCommand command = connection.Command("DELETE FROM band_hours WHERE start > $start - $length AND start <= $start", ("$start", start), ("$length", HourLength));
        command.ExecuteNonQuery();
    }

    /// <summary>Row ids of the hours that should have sums and have none, the newest first.</summary>
    public List<long> HoursWithout() => connection.Rows($"SELECT h.id FROM spans h WHERE {IsWithout} ORDER BY h.start DESC", static row => row.GetInt64(0), ("$length", HourLength));

    /// <summary>Sums an hour up that has no sums; does nothing where it has them, or is gone.</summary>
    /// <param name="span">Row id of the hour, or of another span.</param>
    public void Fill(long span)
    {
        using SqliteCommand command = connection.Command($"SELECT h.start FROM spans h WHERE h.id = $span AND {IsWithout}", ("$span", span), ("$length", HourLength));
        if (command.ExecuteScalar() is long start)
        {
            Fill(span, start);
        }
    }
}
