using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage;

/// <summary>A prepared statement that inserts a row.</summary>
internal sealed class InsertStatement : IDisposable
{
    private readonly SqliteCommand _command;

    /// <summary>Prepares the statement.</summary>
    /// <param name="connection">The store.</param>
    /// <param name="table">Name of the table; a constant of the caller.</param>
    /// <param name="columns">Its columns in the order of the values; constants of the caller.</param>
    public InsertStatement(SqliteConnection connection, string table, params string[] columns)
    {
        _command = connection.CreateCommand();

#pragma warning disable CA2100 // Names are constants of the callers; values are parameters.
        _command.CommandText = $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select(static (_, i) => $"$p{i}"))})";
#pragma warning restore CA2100
        for (int i = 0; i < columns.Length; i++)
        {
            _command.Parameters.AddWithValue($"$p{i}", DBNull.Value);
        }

        _command.Prepare();
    }

    /// <summary>Writes one row.</summary>
    public void Run(SqliteTransaction transaction, params ReadOnlySpan<object?> values)
    {
        _command.Transaction = transaction;
        for (int i = 0; i < values.Length; i++)
        {
            _command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        _command.ExecuteNonQuery();
    }

    /// <inheritdoc/>
    public void Dispose() => _command.Dispose();
}
