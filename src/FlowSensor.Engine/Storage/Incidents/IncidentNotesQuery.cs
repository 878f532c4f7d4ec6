using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage.Incidents;

/// <summary>Notes on incidents.</summary>
public sealed class IncidentNotesQuery(StoreReader store)
{
    /// <summary>Most characters of a note.</summary>
    public const int LongestText = 4_000;

    private const int Most = 1_000;

    /// <summary>The notes on an incident, the oldest first.</summary>
    /// <exception cref="StoreException">The database failed.</exception>
    public IReadOnlyList<IncidentNote> Ask(string incident) => store.Ask(connection =>
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT time, author, text FROM incident_notes WHERE incident = $incident ORDER BY id LIMIT $most";
        command.Parameters.AddWithValue("$incident", incident);
        command.Parameters.AddWithValue("$most", Most);
        List<IncidentNote> notes = [];
        using SqliteDataReader rows = command.ExecuteReader();
        while (rows.Read())
        {
            notes.Add(new IncidentNote(DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(0)), rows.GetString(1), rows.GetString(2)));
        }

        return notes;
    });
}
