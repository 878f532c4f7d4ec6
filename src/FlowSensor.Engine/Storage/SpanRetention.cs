using System.Globalization;
using FlowSensor.Engine.Configuration;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage;

/// <summary>
/// Deletes spans that are past their age. Age counts from the newest span stored, not from the clock, so that old captures
/// can be replayed into a store.
/// </summary>
internal sealed class SpanRetention(SqliteConnection connection, RetentionOptions options)
{
    /// <summary>Deletes what is too old and gives the room back to the disk in small steps.</summary>
    /// <returns>Spans deleted.</returns>
    public int Apply(SqliteTransaction transaction)
    {
        using SqliteCommand newest = connection.CreateCommand();
        newest.Transaction = transaction;
        newest.CommandText = """SELECT coalesce(max("end"), 0) FROM spans""";
        long end = Convert.ToInt64(newest.ExecuteScalar(), CultureInfo.InvariantCulture);

        using SqliteCommand delete = connection.CreateCommand();
        delete.Transaction = transaction;
        delete.CommandText = """DELETE FROM spans WHERE (kind = 0 AND "end" < $windows) OR (kind > 0 AND "end" < $hours)""";
        delete.Parameters.AddWithValue("$windows", end - (long)options.Windows.TotalMilliseconds);
        delete.Parameters.AddWithValue("$hours", end - (long)options.Hours.TotalMilliseconds);
        int deleted = delete.ExecuteNonQuery();
        if (deleted > 0)
        {
            ForgetBands(transaction);
        }

        using SqliteCommand mail = connection.CreateCommand();
        mail.Transaction = transaction;
        mail.CommandText = """
            DELETE FROM mail_samples WHERE start < $hours;
            DELETE FROM mail_clients WHERE start < $hours;
            DELETE FROM inspections WHERE kind = 0 AND start < $windows;
            DELETE FROM inspections WHERE kind = 1 AND start < $hours;
            DELETE FROM incident_notes WHERE incident IN (SELECT id FROM incidents WHERE closed < $hours);
            DELETE FROM log_findings WHERE time < $hours;
            DELETE FROM log_types WHERE last < $hours;
            DELETE FROM log_intervals WHERE last < $hours;
            DELETE FROM mail_days WHERE day < date($hours / 1000 - 86400, 'unixepoch');
            DELETE FROM evidence_flows WHERE last < $evidence;
            DELETE FROM evidence_windows WHERE "end" < $evidence;
            DELETE FROM incident_changes WHERE incident IN (SELECT id FROM incidents WHERE closed < $hours);
            DELETE FROM incidents WHERE closed < $hours;
            DELETE FROM silences WHERE until < $hours;
            UPDATE outbox SET mail = x'' WHERE sent < $hours AND length(mail) > 0;
            """;
        mail.Parameters.AddWithValue("$windows", end - (long)options.Windows.TotalMilliseconds);
        mail.Parameters.AddWithValue("$evidence", end - (long)options.Evidence.TotalMilliseconds);
        mail.Parameters.AddWithValue("$hours", end - (long)options.Hours.TotalMilliseconds);
        mail.ExecuteNonQuery();
        if (deleted > 0)
        {
            using SqliteCommand vacuum = connection.CreateCommand();
            vacuum.Transaction = transaction;
            vacuum.CommandText = "PRAGMA incremental_vacuum(1000)";
            vacuum.ExecuteNonQuery();
        }

        return deleted;
    }

    // Sums of windows are of those that are there. The oldest go first, so an hour that has its first window has all.
    private void ForgetBands(SqliteTransaction transaction)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "DELETE FROM band_hours WHERE first IS NOT NULL AND NOT EXISTS (SELECT 1 FROM spans w WHERE w.kind = 0 AND w.start = band_hours.first)";
        command.ExecuteNonQuery();
    }
}
