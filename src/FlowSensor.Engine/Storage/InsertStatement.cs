using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage;

/// <summary>A prepared statement that inserts a row.</summary>
/// <param name="connection">The store.</param>
/// <param name="table">Name of the table; a constant of the caller.</param>
/// <param name="columns">Its columns in the order of the values; constants of the caller.</param>
internal sealed class InsertStatement(SqliteConnection connection, string table, params string[] columns)
    : RowStatement(connection, $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select(static _ => "?"))})");
