using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage;

/// <summary>A service and direction as the store knows it.</summary>
/// <param name="Id">Row id.</param>
/// <param name="Service">Name.</param>
/// <param name="Direction">Direction.</param>
internal sealed record StoredService(long Id, string Service, string Direction)
{
    /// <summary>Finds one; without a direction that of the requests, or <c>any</c>. Null where nothing of it is stored.</summary>
    public static StoredService? Find(SqliteConnection connection, string service, string? direction)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = """
            SELECT id, service, direction FROM service_directions
            WHERE service = $service AND ($direction IS NULL OR direction = $direction)
            ORDER BY direction = 'response', direction LIMIT 1
            """;
        command.Parameters.AddWithValue("$service", service);
        command.Parameters.AddWithValue("$direction", (object?)direction ?? DBNull.Value);
        using SqliteDataReader rows = command.ExecuteReader();
        return rows.Read() ? new StoredService(rows.GetInt64(0), rows.GetString(1), rows.GetString(2)) : null;
    }

    /// <summary>Those asked for, in the order of tables.</summary>
    public static IReadOnlyList<StoredService> All(SqliteConnection connection, string? service, string? direction)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = """
            SELECT id, service, direction FROM service_directions
            WHERE ($service IS NULL OR service = $service) AND ($direction IS NULL OR direction = $direction)
            ORDER BY service = 'all', service, direction
            """;
        command.Parameters.AddWithValue("$service", (object?)service ?? DBNull.Value);
        command.Parameters.AddWithValue("$direction", (object?)direction ?? DBNull.Value);
        List<StoredService> services = [];
        using SqliteDataReader rows = command.ExecuteReader();
        while (rows.Read())
        {
            services.Add(new StoredService(rows.GetInt64(0), rows.GetString(1), rows.GetString(2)));
        }

        return services;
    }
}
