using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage;

/// <summary>A prepared statement that inserts a row or merges it into the one that is there.</summary>
internal sealed class UpsertStatement : IDisposable
{
    private readonly SqliteCommand _command;

    /// <summary>Prepares the statement.</summary>
    /// <param name="connection">The store.</param>
    /// <param name="table">Name of the table; a constant of the caller.</param>
    /// <param name="columns">Its columns in the order of the values; constants of the caller.</param>
    public UpsertStatement(SqliteConnection connection, string table, params (string Name, ColumnMerge Merge)[] columns)
    {
        _command = connection.CreateCommand();
        string names = string.Join(", ", columns.Select(static column => column.Name));
        string values = string.Join(", ", columns.Select(static (_, i) => $"$p{i}"));
        string keys = string.Join(", ", columns.Where(static column => column.Merge == ColumnMerge.Key).Select(static column => column.Name));
        string merges = string.Join(", ", columns.Where(static column => column.Merge != ColumnMerge.Key).Select(static column => Merge(column.Name, column.Merge)));

#pragma warning disable CA2100 // Names are constants of the callers; values are parameters.
        _command.CommandText = $"INSERT INTO {table} ({names}) VALUES ({values}) ON CONFLICT ({keys}) DO UPDATE SET {merges}";
#pragma warning restore CA2100
        for (int i = 0; i < columns.Length; i++)
        {
            SqliteParameter parameter = _command.CreateParameter();
            parameter.ParameterName = $"$p{i}";
            parameter.Value = DBNull.Value;
            _command.Parameters.Add(parameter);
        }

        _command.Prepare();
    }

    /// <summary>Writes one row.</summary>
    public void Run(SqliteTransaction transaction, params ReadOnlySpan<object?> values)
    {
        _command.Transaction = transaction;
        for (int i = 0; i < values.Length; i++)
        {
            _command.Parameters[i].Value = values[i] switch
            {
                null => DBNull.Value,
                ulong number => (long)Math.Min(number, long.MaxValue),
                object value => value,
            };
        }

        _command.ExecuteNonQuery();
    }

    /// <inheritdoc/>
    public void Dispose() => _command.Dispose();

    private static string Merge(string name, ColumnMerge merge) => merge switch
    {
        ColumnMerge.Sum => $"{name} = {name} + excluded.{name}",
        ColumnMerge.Max => $"{name} = max({name}, excluded.{name})",
        ColumnMerge.Min => $"{name} = min({name}, excluded.{name})",
        ColumnMerge.LastFilled => $"{name} = iif(excluded.{name} = '', {name}, excluded.{name})",
        _ => $"{name} = coalesce(excluded.{name}, {name})",
    };
}
