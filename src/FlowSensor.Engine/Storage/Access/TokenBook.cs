using FlowSensor.Engine.Configuration;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage.Access;

/// <summary>The API tokens; of each only a hash is kept.</summary>
/// <param name="store">Where they are kept.</param>
public sealed class TokenBook(AccessStore store)
{
    private const string Columns = "SELECT id, name, role, created_by, created, expires, revoked, used FROM tokens";

    /// <summary>Makes a token.</summary>
    /// <returns>The token, which nobody can be told again; null where one of that name holds already.</returns>
    /// <exception cref="StoreException">The database failed.</exception>
    public string? Add(string name, AccessRole role, string author, DateTimeOffset now, DateTimeOffset expires)
    {
        string token = RandomSecret.TokenPrefix + RandomSecret.New();
        return store.Change(connection =>
        {
            using SqliteCommand command = connection.Command(
                """
                INSERT INTO tokens (name, role, hash, created_by, created, expires)
                SELECT $name, $role, $hash, $author, $now, $expires
                WHERE NOT EXISTS (SELECT 1 FROM tokens WHERE name = $name AND revoked IS NULL AND expires > $now)
                """,
                ("$name", name), ("$role", RoleName.Of(role)), ("$hash", RandomSecret.HashOf(token)), ("$author", author),
                ("$now", now.ToUnixTimeMilliseconds()), ("$expires", expires.ToUnixTimeMilliseconds()));
            return command.ExecuteNonQuery() > 0 ? token : null;
        });
    }

    /// <summary>What is known of a token that somebody shows; null for none.</summary>
    /// <exception cref="StoreException">The database failed.</exception>
    public StoredToken? Find(string token) => One(" WHERE hash = $key", RandomSecret.HashOf(token));

    /// <summary>The token of a number; null for none.</summary>
    /// <exception cref="StoreException">The database failed.</exception>
    public StoredToken? Find(long id) => One(" WHERE id = $key", id);

    /// <summary>All that were made, the oldest first.</summary>
    /// <exception cref="StoreException">The database failed.</exception>
    public IReadOnlyList<StoredToken> All() => store.Ask(static connection => connection.Rows(Columns + " ORDER BY id", Read));

    /// <summary>Takes the token of a name back.</summary>
    /// <returns>False where none of that name holds.</returns>
    /// <exception cref="StoreException">The database failed.</exception>
    public bool Revoke(string name, DateTimeOffset now) => store.Change(connection =>
    {
        using SqliteCommand command = connection.Command(
            "UPDATE tokens SET revoked = $now WHERE name = $name AND revoked IS NULL AND expires > $now", ("$name", name), ("$now", now.ToUnixTimeMilliseconds()));
        return command.ExecuteNonQuery() > 0;
    });

    /// <summary>Notes that a token was used.</summary>
    /// <exception cref="StoreException">The database failed.</exception>
    public void Use(long id, DateTimeOffset now) => store.Change(connection =>
    {
        using SqliteCommand command = connection.Command("UPDATE tokens SET used = $now WHERE id = $id", ("$id", id), ("$now", now.ToUnixTimeMilliseconds()));
        return command.ExecuteNonQuery();
    });

    private StoredToken? One(string where, object key) => store.Ask(connection => connection.Rows(Columns + where, Read, ("$key", key)) is [StoredToken token] ? token : null);

    private static StoredToken Read(SqliteDataReader rows) => new(
        rows.GetInt64(0), rows.GetString(1), rows.Role(2), rows.GetString(3), rows.Time(4), rows.Time(5), rows.TimeOrNone(6), rows.TimeOrNone(7));
}
