using System.Globalization;
using FlowSensor.Engine.Detection;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage.Incidents;

/// <summary>Writes operators' decisions into a store, beside a sensor that may run on it.</summary>
public sealed class SilenceBook : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly string _folder;

    private SilenceBook(SqliteConnection connection, string folder)
    {
        _connection = connection;
        _folder = folder;
    }

    /// <summary>Opens the store of a folder.</summary>
    /// <exception cref="StoreException">There is none, or it cannot be written.</exception>
    public static SilenceBook Open(string folder) => new(StoreConnection.OpenToChange(folder), folder);

    /// <summary>Writes a decision; one over an incident shows in the incident at once.</summary>
    /// <returns>Its number.</returns>
    /// <exception cref="StoreException">The database failed, or there is no such incident.</exception>
    public long Add(Silence silence)
    {
        ArgumentNullException.ThrowIfNull(silence);
        return Try(() =>
        {
            using SqliteTransaction transaction = _connection.BeginTransaction();
            if (silence.Incident.Length > 0 && Mark(silence, transaction) == 0)
            {
                throw new StoreException($"There is no incident '{silence.Incident}' in '{_folder}'; 'flowsensor incidents' lists them.");
            }

            using SqliteCommand command = _connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = """
                INSERT INTO silences (action, rule, network, incident, "from", until, author, reason)
                VALUES ($action, $rule, $network, $incident, $from, $until, $author, $reason) RETURNING id
                """;
            command.Parameters.AddWithValue("$action", NameOf(silence.Action));
            command.Parameters.AddWithValue("$rule", silence.Rule);
            command.Parameters.AddWithValue("$network", silence.Network?.ToString() ?? "");
            command.Parameters.AddWithValue("$incident", silence.Incident);
            command.Parameters.AddWithValue("$from", silence.From);
            command.Parameters.AddWithValue("$until", silence.Until);
            command.Parameters.AddWithValue("$author", silence.Author);
            command.Parameters.AddWithValue("$reason", silence.Reason);
            long number = Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
            transaction.Commit();
            return number;
        });
    }

    /// <summary>Writes a note on an incident.</summary>
    /// <exception cref="StoreException">The database failed, or there is no such incident.</exception>
    public void AddNote(string incident, IncidentNote note)
    {
        ArgumentNullException.ThrowIfNull(note);
        Try(() =>
        {
            using SqliteCommand command = _connection.CreateCommand();
            command.CommandText = """
                INSERT INTO incident_notes (incident, time, author, text)
                SELECT id, $time, $author, $text FROM incidents WHERE id = $incident
                """;
            command.Parameters.AddWithValue("$incident", incident);
            command.Parameters.AddWithValue("$time", note.Time.ToUnixTimeMilliseconds());
            command.Parameters.AddWithValue("$author", note.Author);
            command.Parameters.AddWithValue("$text", note.Text);
            return command.ExecuteNonQuery() > 0 ? true
                : throw new StoreException($"There is no incident '{incident}' in '{_folder}'; 'flowsensor incidents' lists them.");
        });
    }

    /// <summary>Takes a decision back.</summary>
    /// <returns>False where there is none of that number.</returns>
    /// <exception cref="StoreException">The database failed.</exception>
    public bool Remove(long number) => Try(() =>
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = "DELETE FROM silences WHERE id = $id";
        command.Parameters.AddWithValue("$id", number);
        return command.ExecuteNonQuery() > 0;
    });

    /// <summary>An action in the words of the store.</summary>
    public static string NameOf(SilenceAction action) => action switch
    {
        SilenceAction.Exclude => "exclude",
        SilenceAction.Acknowledge => "acknowledge",
        _ => "mute",
    };

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private int Mark(Silence silence, SqliteTransaction transaction)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "UPDATE incidents SET muted = 1, acknowledged_by = CASE WHEN $acknowledges THEN $author ELSE acknowledged_by END WHERE id = $id";
        command.Parameters.AddWithValue("$acknowledges", silence.Action == SilenceAction.Acknowledge ? 1 : 0);
        command.Parameters.AddWithValue("$author", silence.Author);
        command.Parameters.AddWithValue("$id", silence.Incident);
        return command.ExecuteNonQuery();
    }

    private T Try<T>(Func<T> change)
    {
        try
        {
            return change();
        }
        catch (SqliteException failure)
        {
            throw StoreConnection.Explain(failure, _folder);
        }
    }
}
