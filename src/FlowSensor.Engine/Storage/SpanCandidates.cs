using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage;

/// <summary>The spans of one kind that fulfil a condition.</summary>
/// <param name="connection">The store.</param>
/// <param name="kind">The kind.</param>
/// <param name="condition">SQL over <c>spans</c>; a constant of the caller.</param>
/// <param name="service">Value of $service in it, or null.</param>
/// <param name="subject">Value of $subject in it, or null.</param>
internal sealed class SpanCandidates(SqliteConnection connection, SpanKind kind, string condition, string? service, string? subject)
{
    /// <summary>Those that start in a time, in its order.</summary>
    public IReadOnlyList<(long Id, long Start, long End)> Between(long from, long to)
    {
        using SqliteCommand command = Prepare($"""SELECT id, start, "end" FROM spans WHERE kind = $kind AND start >= $from AND start < $to AND ({condition}) ORDER BY start""");
        command.Parameters.AddWithValue("$from", from);
        command.Parameters.AddWithValue("$to", to);
        List<(long, long, long)> spans = [];
        using SqliteDataReader rows = command.ExecuteReader();
        while (rows.Read())
        {
            spans.Add((rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2)));
        }

        return spans;
    }

    /// <summary>The newest; null where there is none.</summary>
    public (long Id, long Start, long End)? Newest() => Newest(0, long.MaxValue);

    /// <summary>The newest of those that start in a time; null where there is none.</summary>
    public (long Id, long Start, long End)? Newest(long from, long to)
    {
        using SqliteCommand command = Prepare($"""SELECT id, start, "end" FROM spans WHERE kind = $kind AND start >= $from AND start < $to AND ({condition}) ORDER BY start DESC LIMIT 1""");
        command.Parameters.AddWithValue("$from", from);
        command.Parameters.AddWithValue("$to", to);
        using SqliteDataReader rows = command.ExecuteReader();
        return rows.Read() ? (rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2)) : null;
    }

    private SqliteCommand Prepare(string sql)
    {
        SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this folder.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.Parameters.AddWithValue("$kind", (int)kind);
        command.Parameters.AddWithValue("$service", (object?)service ?? DBNull.Value);
        command.Parameters.AddWithValue("$subject", (object?)subject ?? DBNull.Value);
        return command;
    }
}
