using FlowSensor.Engine.Configuration;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage.Access;

/// <summary>The users that are kept in the store. Their sessions end when the password changes, because its stamp does.</summary>
/// <param name="store">Where they are kept.</param>
public sealed class UserBook(AccessStore store)
{
    private const string Columns = "SELECT name, role, hash, created, changed FROM users";

    /// <summary>True when there is any.</summary>
    /// <exception cref="StoreException">The database failed.</exception>
    public bool Any() => store.Ask(static connection =>
    {
        using SqliteCommand command = connection.Command("SELECT EXISTS (SELECT 1 FROM users)");
        return (long)command.ExecuteScalar()! != 0;
    });

    /// <summary>A user, or null.</summary>
    /// <exception cref="StoreException">The database failed.</exception>
    public StoredUser? Find(string name) => store.Ask(connection => connection.Rows(Columns + " WHERE name = $name", Read, ("$name", name)) is [StoredUser user] ? user : null);

    /// <summary>All of them, by name.</summary>
    /// <exception cref="StoreException">The database failed.</exception>
    public IReadOnlyList<StoredUser> All() => store.Ask(static connection => connection.Rows(Columns + " ORDER BY name", Read));

    /// <summary>Adds a user, and takes the right to read the database from all but owner and group.</summary>
    /// <returns>False where there is one of that name.</returns>
    /// <exception cref="StoreException">The database failed.</exception>
    public bool Add(string name, AccessRole role, PasswordHash hash, DateTimeOffset now)
    {
        store.HideFromOthers();
        return store.Change(connection =>
        {
            using SqliteCommand command = connection.Command(
                "INSERT INTO users (name, role, hash, created, changed) VALUES ($name, $role, $hash, $now, $now) ON CONFLICT DO NOTHING",
                ("$name", name), ("$role", RoleName.Of(role)), ("$hash", hash.ToString()), ("$now", now.ToUnixTimeMilliseconds()));
            return command.ExecuteNonQuery() > 0;
        });
    }

    /// <summary>Sets a password.</summary>
    /// <returns>False where there is nobody of that name.</returns>
    /// <exception cref="StoreException">The database failed.</exception>
    public bool SetPassword(string name, PasswordHash hash, DateTimeOffset now) => Change(
        "UPDATE users SET hash = $hash, changed = $now WHERE name = $name",
        ("$name", name), ("$hash", hash.ToString()), ("$now", now.ToUnixTimeMilliseconds()));

    /// <summary>Sets a role; it holds at the user's next request.</summary>
    /// <returns>False where there is nobody of that name.</returns>
    /// <exception cref="StoreException">The database failed.</exception>
    public bool SetRole(string name, AccessRole role) => Change("UPDATE users SET role = $role WHERE name = $name", ("$name", name), ("$role", RoleName.Of(role)));

    /// <summary>Takes a user out.</summary>
    /// <returns>False where there is nobody of that name.</returns>
    /// <exception cref="StoreException">The database failed.</exception>
    public bool Remove(string name) => Change("DELETE FROM users WHERE name = $name", ("$name", name));

    private bool Change(string sql, params (string Name, object? Value)[] values) => store.Change(connection =>
    {
        using SqliteCommand command = connection.Command(sql, values);
        return command.ExecuteNonQuery() > 0;
    });

    private static StoredUser Read(SqliteDataReader rows) => new(rows.GetString(0), rows.Role(1), rows.GetString(2), rows.Time(3), rows.Time(4));
}
