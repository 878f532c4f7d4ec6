using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage.Access;

/// <summary>The audit log: entries are added, never changed. It is bounded, apart for what anybody can cause without having logged in.</summary>
/// <param name="store">Where it is kept.</param>
public sealed class AuditBook(AccessStore store)
{
    // Entries of users for years of work, and of strangers for what an attack leaves to look at.
    internal const int MostOfUsers = 500_000;
    internal const int MostOfStrangers = 20_000;
    private const int LongestText = 500;
    private const int Tidying = 1024;

    /// <summary>Adds an entry. Texts are cut, and control characters become spaces, because lists and terminals show them.</summary>
    /// <exception cref="StoreException">The database failed.</exception>
    public void Add(AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        store.Change(connection =>
        {
            using SqliteCommand command = connection.Command(
                """
                INSERT INTO audit (time, actor, role, address, action, subject, result, detail)
                VALUES ($time, $actor, $role, $address, $action, $subject, $result, $detail) RETURNING id
                """,
                ("$time", entry.Time.ToUnixTimeMilliseconds()), ("$actor", Plain(entry.Actor)), ("$role", Plain(entry.Role)), ("$address", Plain(entry.Address)),
                ("$action", Plain(entry.Action)), ("$subject", Plain(entry.Subject)), ("$result", Plain(entry.Result)), ("$detail", Plain(entry.Detail)));
            long id = (long)command.ExecuteScalar()!;
            if (id % Tidying == 0)
            {
                Trim(connection, "actor <> ''", MostOfUsers);
                Trim(connection, "actor = ''", MostOfStrangers);
            }

            return id;
        });
    }

    /// <summary>Entries, the newest first.</summary>
    /// <exception cref="StoreException">The database failed.</exception>
    public IReadOnlyList<StoredAuditEntry> Ask(AuditFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return store.Ask(connection => connection.Rows(
            """
            SELECT id, time, actor, role, address, action, subject, result, detail FROM audit
            WHERE ($from IS NULL OR time >= $from) AND ($to IS NULL OR time < $to) AND ($actor IS NULL OR actor = $actor)
              AND ($action IS NULL OR action = $action OR (substr($action, -1) = '.' AND substr(action, 1, length($action)) = $action))
            ORDER BY id DESC LIMIT $count OFFSET $offset
            """,
            static rows => new StoredAuditEntry(rows.GetInt64(0), new AuditEntry(
                rows.Time(1), rows.GetString(2), rows.GetString(3), rows.GetString(4), rows.GetString(5), rows.GetString(6), rows.GetString(7), rows.GetString(8))),
            ("$from", filter.Range.From), ("$to", filter.Range.To), ("$actor", filter.Actor), ("$action", filter.Action), ("$offset", filter.Offset), ("$count", filter.Count)));
    }

    /// <summary>True when somebody did something from an address since a time.</summary>
    /// <exception cref="StoreException">The database failed.</exception>
    public bool HasDone(string actor, string address, string action, DateTimeOffset since) => store.Ask(connection =>
    {
        using SqliteCommand command = connection.Command(
            "SELECT EXISTS (SELECT 1 FROM audit WHERE actor = $actor AND time >= $since AND address = $address AND action = $action AND result = 'done')",
            ("$actor", actor), ("$since", since.ToUnixTimeMilliseconds()), ("$address", address), ("$action", action));
        return (long)command.ExecuteScalar()! != 0;
    });

    /// <summary>A text that somebody else wrote, on one line and of bounded length.</summary>
    public static string Plain(string text)
    {
        ReadOnlySpan<char> kept = text.AsSpan(0, Math.Min(text.Length, LongestText));
        return string.Create(kept.Length, kept, static (to, from) =>
        {
            for (int i = 0; i < from.Length; i++)
            {
                bool isHalf = char.IsSurrogate(from[i])
                    && !(char.IsHighSurrogate(from[i]) && i + 1 < from.Length && char.IsLowSurrogate(from[i + 1]))
                    && !(char.IsLowSurrogate(from[i]) && i > 0 && char.IsHighSurrogate(from[i - 1]));
                to[i] = isHalf || char.IsControl(from[i]) || char.GetUnicodeCategory(from[i]) is System.Globalization.UnicodeCategory.Format ? ' ' : from[i];
            }
        });
    }

    private static void Trim(SqliteConnection connection, string whose, int most)
    {
        using SqliteCommand command = connection.Command(
            $"DELETE FROM audit WHERE {whose} AND id <= (SELECT id FROM audit WHERE {whose} ORDER BY id DESC LIMIT 1 OFFSET $most)", ("$most", most));
        command.ExecuteNonQuery();
    }
}
