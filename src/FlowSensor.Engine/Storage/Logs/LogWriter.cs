using System.Text.Json;
using FlowSensor.Engine.Logs.Findings;
using FlowSensor.Engine.Logs.Rare;
using FlowSensor.Engine.Logs.Silences;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage.Logs;

/// <summary>Writes what became known from logs. Used by the store's one thread.</summary>
internal sealed class LogWriter : IDisposable
{
    // Where only logs are read, no hour closes that would delete what is old.
    private const int MaxFindings = 100_000;

    private readonly UpsertStatement _position;
    private readonly UpsertStatement _type;
    private readonly UpsertStatement _intervals;
    private readonly UpsertStatement _finding;
    private readonly SqliteCommand _gone;
    private readonly SqliteCommand _goneProgram;
    private readonly SqliteCommand _surplus;

    /// <summary>Prepares the statements.</summary>
    public LogWriter(SqliteConnection connection)
    {
        _position = new UpsertStatement(connection, "log_positions", ("path", ColumnMerge.Key), ("state", ColumnMerge.Last));
        _type = new UpsertStatement(connection, "log_types",
            ("id", ColumnMerge.Key), ("program", ColumnMerge.Last), ("lines", ColumnMerge.Last), ("last", ColumnMerge.Last), ("detail", ColumnMerge.Last));
        _intervals = new UpsertStatement(connection, "log_intervals",
            ("host", ColumnMerge.Key), ("program", ColumnMerge.Key), ("last", ColumnMerge.Last), ("counts", ColumnMerge.Last));
        _finding = new UpsertStatement(connection, "log_findings",
            ("kind", ColumnMerge.Key), ("time", ColumnMerge.Key), ("host", ColumnMerge.Key), ("program", ColumnMerge.Key), ("template", ColumnMerge.Key),
            ("text", ColumnMerge.Last), ("words", ColumnMerge.Last), ("lines", ColumnMerge.Max), ("until", ColumnMerge.Last));
        _gone = connection.CreateCommand();
        _gone.CommandText = "DELETE FROM log_types WHERE id = $id";
        _gone.Parameters.AddWithValue("$id", 0L);
        _goneProgram = connection.CreateCommand();
        _goneProgram.CommandText = "DELETE FROM log_intervals WHERE host = $host AND program = $program";
        _goneProgram.Parameters.AddWithValue("$host", "");
        _goneProgram.Parameters.AddWithValue("$program", "");
        _surplus = connection.CreateCommand();
        _surplus.CommandText = "DELETE FROM log_findings WHERE time < (SELECT time FROM log_findings ORDER BY time DESC LIMIT 1 OFFSET $most)";
        _surplus.Parameters.AddWithValue("$most", MaxFindings);
    }

    /// <summary>Writes what became known.</summary>
    public void Write(StoredLogs logs, SqliteTransaction transaction)
    {
        foreach ((string path, string state) in logs.Positions)
        {
            _position.Run(path, state);
        }

        foreach (StoredMessageType type in logs.Types)
        {
            _type.Run(type.Id, type.Program, type.Count, type.LastMs, JsonSerializer.Serialize(type, StoredTypeJson.Default.StoredMessageType));
        }

        foreach (long id in logs.Gone)
        {
            _gone.Transaction = transaction;
            _gone.Parameters[0].Value = id;
            _gone.ExecuteNonQuery();
        }

        foreach (StoredIntervals program in logs.Intervals)
        {
            _intervals.Run(program.Host, program.Program, program.LastMs, program.Counts);
        }

        foreach ((string host, string program) in logs.GonePrograms)
        {
            _goneProgram.Transaction = transaction;
            _goneProgram.Parameters[0].Value = host;
            _goneProgram.Parameters[1].Value = program;
            _goneProgram.ExecuteNonQuery();
        }

        foreach (LogFinding finding in logs.Findings)
        {
            _finding.Run(
                finding.Kind.ToString(), finding.TimeMs, finding.Host, finding.Program, finding.Template, finding.Text,
                string.Join(", ", finding.Words), finding.Count, finding.UntilMs);
        }

        if (logs.Findings.Count > 0)
        {
            _surplus.Transaction = transaction;
            _surplus.ExecuteNonQuery();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _position.Dispose();
        _type.Dispose();
        _intervals.Dispose();
        _finding.Dispose();
        _gone.Dispose();
        _goneProgram.Dispose();
        _surplus.Dispose();
    }
}
