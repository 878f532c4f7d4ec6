namespace FlowSensor.Engine.Storage.Incidents;

/// <summary>Notes on incidents.</summary>
public sealed class IncidentNotesQuery(StoreReader store)
{
    /// <summary>Most characters of a note.</summary>
    public const int LongestText = 4_000;

    private const int Most = 1_000;

    /// <summary>The notes on an incident, the oldest first.</summary>
    /// <exception cref="StoreException">The database failed.</exception>
    public IReadOnlyList<IncidentNote> Ask(string incident) => store.Ask(connection => connection.Rows(
        "SELECT time, author, text FROM incident_notes WHERE incident = $incident ORDER BY id LIMIT $most",
        static row => new IncidentNote(row.Time(0), row.GetString(1), row.GetString(2)),
        ("$incident", incident), ("$most", Most)));
}
