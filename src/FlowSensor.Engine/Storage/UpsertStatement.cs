using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage;

/// <summary>A prepared statement that inserts a row or merges it into the one that is there.</summary>
/// <param name="connection">The store.</param>
/// <param name="table">Name of the table; a constant of the caller.</param>
/// <param name="columns">Its columns in the order of the values; constants of the caller.</param>
internal sealed class UpsertStatement(SqliteConnection connection, string table, params (string Name, ColumnMerge Merge)[] columns)
    : RowStatement(connection, Sql(table, columns))
{
    private static string Sql(string table, (string Name, ColumnMerge Merge)[] columns)
    {
        string names = string.Join(", ", columns.Select(static column => column.Name));
        string values = string.Join(", ", columns.Select(static _ => "?"));
        string keys = string.Join(", ", columns.Where(static column => column.Merge == ColumnMerge.Key).Select(static column => column.Name));
        string merges = string.Join(", ", columns.Where(static column => column.Merge != ColumnMerge.Key).Select(static column => Merge(column.Name, column.Merge)));
        return $"INSERT INTO {table} ({names}) VALUES ({values}) ON CONFLICT ({keys}) DO UPDATE SET {merges}";
    }

    private static string Merge(string name, ColumnMerge merge) => merge switch
    {
        ColumnMerge.Sum => $"{name} = {name} + excluded.{name}",
        ColumnMerge.Max => $"{name} = max({name}, excluded.{name})",
        ColumnMerge.Min => $"{name} = min({name}, excluded.{name})",
        ColumnMerge.LastFilled => $"{name} = iif(excluded.{name} = '', {name}, excluded.{name})",
        _ => $"{name} = coalesce(excluded.{name}, {name})",
    };
}
