using FlowSensor.Protocols.Addressing;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage;

/// <summary>Questions to a database, and what its columns hold.</summary>
internal static class SqliteRows
{
    /// <summary>A command with its values, within the transaction that is open.</summary>
    public static SqliteCommand Command(this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Callers give constants; values are parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach ((string name, object? value) in values)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }

    /// <summary>Every row of an answer, read.</summary>
    public static List<T> Rows<T>(this SqliteConnection connection, string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using SqliteCommand command = connection.Command(sql, values);
        return command.Rows(read);
    }

    /// <summary>Every row of a command's answer, read.</summary>
    public static List<T> Rows<T>(this SqliteCommand command, Func<SqliteDataReader, T> read)
    {
        using SqliteDataReader rows = command.ExecuteReader();
        List<T> found = [];
        while (rows.Read())
        {
            found.Add(read(rows));
        }

        return found;
    }

    /// <summary>An address.</summary>
    public static IpAddress Address(this SqliteDataReader row, int column) => IpAddress.FromBytes(row.GetFieldValue<byte[]>(column));

    /// <summary>An address that may be missing; default then.</summary>
    public static IpAddress AddressOrNone(this SqliteDataReader row, int column) => row.IsDBNull(column) ? default : row.Address(column);

    /// <summary>A time.</summary>
    public static DateTimeOffset Time(this SqliteDataReader row, int column) => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));

    /// <summary>A time that may be missing.</summary>
    public static DateTimeOffset? TimeOrNone(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.Time(column);
}
