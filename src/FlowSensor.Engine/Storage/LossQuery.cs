using FlowSensor.Engine.Reports;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage;

/// <summary>The ledger of all exporters over a time, and what was lost when, by cause.</summary>
public sealed class LossQuery(StoreReader store)
{
    private const string Sums = """
        SELECT coalesce(sum(datagrams), 0), coalesce(sum(decoded), 0), coalesce(sum(records), 0), coalesce(sum(options_records), 0), coalesce(sum(templates), 0),
               coalesce(sum(sequence_lost), 0), coalesce(sum(duplicates), 0), coalesce(sum(kernel_dropped), 0)
        FROM ledgers WHERE span IN (SELECT value FROM json_each($spans))
        """;

    private const string Drops = "SELECT cause, sum(datagrams) FROM drops WHERE span IN (SELECT value FROM json_each($spans)) GROUP BY cause ORDER BY cause";

    private const string ByTime = """
        SELECT d.cause, s.start, s."end", sum(d.datagrams) FROM spans s JOIN drops d ON d.span = s.id WHERE s.id IN (SELECT value FROM json_each($spans)) GROUP BY s.id, d.cause
        UNION ALL
        SELECT 'sequence_lost', s.start, s."end", sum(l.sequence_lost) FROM spans s JOIN ledgers l ON l.span = s.id
        WHERE s.id IN (SELECT value FROM json_each($spans)) AND l.sequence_lost > 0 GROUP BY s.id
        UNION ALL
        SELECT 'kernel_dropped', s.start, s."end", sum(l.kernel_dropped) FROM spans s JOIN ledgers l ON l.span = s.id
        WHERE s.id IN (SELECT value FROM json_each($spans)) AND l.kernel_dropped > 0 GROUP BY s.id
        """;

    /// <summary>The ledger: datagrams = decoded + the sum of dropped.</summary>
    /// <exception cref="StoreException">The database failed.</exception>
    public StoreAnswer<LedgerReport> Ask(TimeRange range) => store.Ask(connection =>
    {
        SpanCover cover = SpanCover.Of(connection, range, SpanKind.Hour);
        SortedDictionary<string, long> dropped = new(StringComparer.Ordinal);
        using (SqliteDataReader causes = Execute(connection, Drops, cover))
        {
            while (causes.Read())
            {
                dropped[causes.GetString(0)] = causes.GetInt64(1);
            }
        }

        using SqliteDataReader sums = Execute(connection, Sums, cover);
        sums.Read();
        return cover.Answer<LedgerReport>([new LedgerReport
        {
            Datagrams = sums.GetInt64(0),
            Decoded = sums.GetInt64(1),
            Records = sums.GetInt64(2),
            OptionsRecords = sums.GetInt64(3),
            Templates = sums.GetInt64(4),
            SequenceLost = sums.GetInt64(5),
            Duplicates = sums.GetInt64(6),
            KernelDropped = sums.GetInt64(7),
            Dropped = dropped,
        }]);
    });

    /// <summary>Curves by cause, in datagrams a second, or records where the sequence counts records; causes without a loss have none.</summary>
    /// <param name="range">Time.</param>
    /// <param name="points">Most points of a curve.</param>
    /// <exception cref="StoreException">The database failed.</exception>
    public CurvesReport Curves(TimeRange range, int points) => store.Ask(connection =>
    {
        (long from, long to) = SpanCover.Bounds(connection, range);
        SpanCover cover = SpanCover.Of(connection, new TimeRange(from, to), SpanKind.Hour);
        CurveSteps steps = new(from, to, points, cover.LongestS);
        using SqliteDataReader rows = Execute(connection, ByTime, cover);
        while (rows.Read())
        {
            long start = rows.GetInt64(1);
            double seconds = Math.Max(0.001, (rows.GetInt64(2) - start) / 1_000.0);
            double lost = rows.GetInt64(3);
            steps.Add(rows.GetString(0), "", start, lost, seconds, lost / seconds, lost / seconds);
        }

        return steps.Report();
    });

    private static SqliteDataReader Execute(SqliteConnection connection, string sql, SpanCover cover)
    {
        // The command lives as long as its reader.
        SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.Parameters.AddWithValue("$spans", cover.Ids);
        return command.ExecuteReader();
    }
}
