using FlowSensor.Engine.Configuration;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage.Access;

/// <summary>The sessions of those who are logged in. A session is named by the hash of what the cookie holds.</summary>
/// <param name="store">Where they are kept.</param>
public sealed class SessionBook(AccessStore store)
{
    // Of one user, on all devices; older ones end.
    private const int MostOfOne = 20;

    /// <summary>Opens a session; those that are over are forgotten by the way.</summary>
    /// <exception cref="StoreException">The database failed.</exception>
    public void Open(byte[] hash, StoredSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        store.Change(connection =>
        {
            long now = session.Created.ToUnixTimeMilliseconds();
            using SqliteCommand tidy = connection.Command(
                """
                DELETE FROM sessions WHERE expires <= $now
                    OR hash IN (SELECT hash FROM sessions WHERE name = $name AND origin = $origin ORDER BY created DESC LIMIT -1 OFFSET $most)
                """,
                ("$now", now), ("$name", session.Name), ("$origin", session.Origin), ("$most", MostOfOne - 1));
            tidy.ExecuteNonQuery();
            using SqliteCommand insert = connection.Command(
                """
                INSERT INTO sessions (hash, name, role, origin, stamp, address, created, expires)
                VALUES ($hash, $name, $role, $origin, $stamp, $address, $now, $expires)
                """,
                ("$hash", hash), ("$name", session.Name), ("$role", RoleName.Of(session.Role)), ("$origin", session.Origin), ("$stamp", session.Stamp),
                ("$address", session.Address), ("$now", now), ("$expires", session.Expires.ToUnixTimeMilliseconds()));
            return insert.ExecuteNonQuery();
        });
    }

    /// <summary>A session, over or not; null for none.</summary>
    /// <exception cref="StoreException">The database failed.</exception>
    public StoredSession? Find(byte[] hash) => store.Ask(connection =>
    {
        using SqliteCommand command = connection.Command(
            "SELECT name, role, origin, stamp, address, created, expires FROM sessions WHERE hash = $hash", ("$hash", hash));
        using SqliteDataReader rows = command.ExecuteReader();
        return rows.Read()
            ? new StoredSession(rows.GetString(0), rows.Role(1), rows.GetString(2), rows.GetString(3), rows.GetString(4), rows.Time(5), rows.Time(6))
            : null;
    });

    /// <summary>Ends a session.</summary>
    /// <exception cref="StoreException">The database failed.</exception>
    public void End(byte[] hash) => store.Change(connection =>
    {
        using SqliteCommand command = connection.Command("DELETE FROM sessions WHERE hash = $hash", ("$hash", hash));
        return command.ExecuteNonQuery();
    });

    /// <summary>Ends all sessions of a name.</summary>
    /// <returns>How many there were.</returns>
    /// <exception cref="StoreException">The database failed.</exception>
    public int EndOf(string name) => store.Change(connection =>
    {
        using SqliteCommand command = connection.Command("DELETE FROM sessions WHERE name = $name", ("$name", name));
        return command.ExecuteNonQuery();
    });
}
