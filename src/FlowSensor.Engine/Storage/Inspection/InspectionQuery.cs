using FlowSensor.Engine.Reports;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage.Inspection;

/// <summary>What was counted in packets: sums by name, and curves.</summary>
public sealed class InspectionQuery(StoreReader store)
{
    private const long Hour = 3_600_000;
    private const long WindowsOnly = 2 * 86_400_000L;

    /// <summary>The parts that are stored.</summary>
    public static IReadOnlyList<string> Parts { get; } = ["packets", "dns", "dns_type", "dns_rcode", "smtp", "smtp_reply", "pop3", "imap"];

    /// <summary>Sums of a part by name.</summary>
    /// <param name="range">Time.</param>
    /// <param name="part">One of <see cref="Parts"/>.</param>
    /// <exception cref="StoreException">The database failed.</exception>
    public IReadOnlyDictionary<string, long> Sums(TimeRange range, string part) => store.Ask(connection =>
    {
        (long from, long to) = SpanCover.Bounds(connection, range);
        Dictionary<string, long> sums = [];
        Read(connection, from, to, part, windowsOnly: false, row => sums[row.GetString(2)] = sums.GetValueOrDefault(row.GetString(2)) + row.GetInt64(3));
        return sums;
    });

    /// <summary>Curves of a part by name, in counts a second.</summary>
    /// <param name="range">Time.</param>
    /// <param name="part">One of <see cref="Parts"/>.</param>
    /// <param name="points">Most points of a curve.</param>
    /// <param name="windowS">Length of a window in seconds.</param>
    /// <exception cref="StoreException">The database failed.</exception>
    public CurvesReport Curves(TimeRange range, string part, int points, long windowS) => store.Ask(connection =>
    {
        (long from, long to) = SpanCover.Bounds(connection, range);
        bool windowsOnly = to - from <= WindowsOnly;
        CurveSteps steps = new(from, to, points, windowsOnly ? windowS : Hour / 1_000);
        HashSet<long> seen = [];
        Read(connection, from, to, part, windowsOnly, row =>
        {
            long start = row.GetInt64(1);
            if (seen.Add(start))
            {
                steps.Cover(start, row.GetInt64(0) == (long)SpanKind.Hour ? Hour / 1_000 : windowS);
            }

            steps.Add(row.GetString(2), "", start, row.GetInt64(3), 0, 0, row.GetInt64(4) / (double)windowS);
        });
        return steps.Report();
    });

    // Whole hours by their sums, the rest by windows.
    private static void Read(SqliteConnection connection, long from, long to, string part, bool windowsOnly, Action<SqliteDataReader> take)
    {
        long first = windowsOnly ? to : Math.Min(to, from + ((Hour - (from % Hour)) % Hour));
        long last = Math.Max(first, to - (to % Hour));
        Read(connection, SpanKind.Window, part, from, first, take);
        Read(connection, SpanKind.Hour, part, first, last, take);
        Read(connection, SpanKind.Window, part, last, to, take);
    }

    private static void Read(SqliteConnection connection, SpanKind kind, string part, long from, long to, Action<SqliteDataReader> take)
    {
        if (from >= to)
        {
            return;
        }

        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT kind, start, name, count, most FROM inspections WHERE kind = $kind AND part = $part AND start >= $from AND start < $to";
        command.Parameters.AddWithValue("$kind", (int)kind);
        command.Parameters.AddWithValue("$part", part);
        command.Parameters.AddWithValue("$from", from);
        command.Parameters.AddWithValue("$to", to);
        using SqliteDataReader rows = command.ExecuteReader();
        while (rows.Read())
        {
            take(rows);
        }
    }
}
