using FlowSensor.Engine.Configuration;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage.Access;

/// <summary>Roles and times as the tables have them.</summary>
internal static class AccessRows
{
    /// <summary>The role of a name; what is not known may only look.</summary>
    public static AccessRole Role(this SqliteDataReader rows, int column) => RoleName.Parse(rows.GetString(column)) ?? AccessRole.Read;

    /// <summary>A time.</summary>
    public static DateTimeOffset Time(this SqliteDataReader rows, int column) => DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(column));

    /// <summary>A time that may be missing.</summary>
    public static DateTimeOffset? TimeOrNone(this SqliteDataReader rows, int column) => rows.IsDBNull(column) ? null : rows.Time(column);

    /// <summary>A command of a transaction.</summary>
    public static SqliteCommand Command(this SqliteConnection connection, SqliteTransaction? transaction, string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        SqliteCommand command = connection.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100 // Callers give constants; values are parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach ((string name, object value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }
}
