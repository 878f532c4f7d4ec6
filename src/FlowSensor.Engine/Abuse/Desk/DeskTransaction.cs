using FlowSensor.Engine.Storage;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Abuse.Desk;

/// <summary>Statements within one transaction of a <see cref="DeskDatabase"/>.</summary>
internal sealed class DeskTransaction(SqliteConnection connection)
{
    /// <summary>Runs a statement.</summary>
    /// <returns>Rows changed.</returns>
    public int Run(string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using SqliteCommand command = connection.Command(sql, values);
        return command.ExecuteNonQuery();
    }

    /// <summary>The number in the first column of the first row; null where there is none.</summary>
    public long? Number(string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using SqliteCommand command = connection.Command(sql, values);
        return command.ExecuteScalar() as long?;
    }

    /// <summary>Every row, read.</summary>
    public List<T> Rows<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> values) =>
        connection.Rows(sql, read, values);

    /// <summary>True when one of the rows is wanted; none is read after it.</summary>
    public bool Any(string sql, Func<SqliteDataReader, bool> isWanted, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using SqliteCommand command = connection.Command(sql, values);
        using SqliteDataReader rows = command.ExecuteReader();
        while (rows.Read())
        {
            if (isWanted(rows))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A time that may be missing.</summary>
    public static long? Time(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);
}
