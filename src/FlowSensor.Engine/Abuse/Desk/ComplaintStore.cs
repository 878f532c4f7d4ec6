using System.Globalization;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Storage;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Abuse.Desk;

/// <summary>Remembers which messages were handled, so that each is handled once. It may be open beside a running sensor.</summary>
public sealed class ComplaintStore : IDisposable
{
    private const string AddComplaint = """
        INSERT INTO complaints (identity, message_id, place, kind, category, reporter, subject, dated, handled, action, reason)
        VALUES ($identity, $message_id, $place, $kind, $category, $reporter, $subject, $dated, $handled, $action, $reason)
        ON CONFLICT (identity) DO NOTHING
        RETURNING id
        """;

    private const string AddSource = """
        INSERT INTO complaint_sources (complaint, source, port, first, last, zone_assumed, matched, seen_first, seen_last, flows, institution, contact)
        VALUES ($complaint, $source, $port, $first, $last, $zone_assumed, $matched, $seen_first, $seen_last, $flows, $institution, $contact)
        """;

    private readonly string _folder;
    private readonly SqliteConnection _connection;

    private ComplaintStore(string folder, SqliteConnection connection)
    {
        _folder = folder;
        _connection = connection;
    }

    /// <summary>Opens the store of a folder, making what is missing.</summary>
    /// <exception cref="StoreException">It cannot be used.</exception>
    public static ComplaintStore Open(string folder) => new(folder, StoreConnection.OpenToWrite(folder));

    /// <summary>Whether a message was handled before.</summary>
    /// <exception cref="StoreException">The database failed.</exception>
    public bool IsKnown(string identity) => Guarded(() =>
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM complaints WHERE identity = $identity";
        command.Parameters.AddWithValue("$identity", identity);
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture) > 0;
    });

    /// <summary>Remembers a message and what was decided; one that is remembered already stays as it is.</summary>
    /// <param name="outcome">What was decided.</param>
    /// <param name="now">Unix milliseconds.</param>
    /// <returns>True when it was new.</returns>
    /// <exception cref="StoreException">The database failed; nothing is remembered then.</exception>
    public bool Add(ComplaintOutcome outcome, long now)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        return Guarded(() =>
        {
            using SqliteTransaction transaction = _connection.BeginTransaction();
            if (Insert(outcome, now, transaction) is not long id)
            {
                return false;
            }

            foreach (SourceOutcome source in outcome.Sources)
            {
                Insert(id, source, transaction);
            }

            transaction.Commit();
            return true;
        });
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private static object OrNull(long? value) => (object?)value ?? DBNull.Value;

    private long? Insert(ComplaintOutcome outcome, long now, SqliteTransaction transaction)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = AddComplaint;
        command.Parameters.AddWithValue("$identity", outcome.Identity);
        command.Parameters.AddWithValue("$message_id", outcome.Complaint.MessageId);
        command.Parameters.AddWithValue("$place", outcome.Place);
        command.Parameters.AddWithValue("$kind", SnakeCase.Of(outcome.Complaint.Kind.ToString()));
        command.Parameters.AddWithValue("$category", SnakeCase.Of(outcome.Complaint.Category.ToString()));
        command.Parameters.AddWithValue("$reporter", outcome.Complaint.Reporter);
        command.Parameters.AddWithValue("$subject", outcome.Complaint.Subject);
        command.Parameters.AddWithValue("$dated", OrNull(outcome.Complaint.Date));
        command.Parameters.AddWithValue("$handled", now);
        command.Parameters.AddWithValue("$action", SnakeCase.Of(outcome.Action.ToString()));
        command.Parameters.AddWithValue("$reason", outcome.Reason);
        return (long?)command.ExecuteScalar();
    }

    private void Insert(long complaint, SourceOutcome outcome, SqliteTransaction transaction)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = AddSource;
        command.Parameters.AddWithValue("$complaint", complaint);
        command.Parameters.AddWithValue("$source", AddressBlob.Of(outcome.Source.Address));
        command.Parameters.AddWithValue("$port", outcome.Source.Port);
        command.Parameters.AddWithValue("$first", OrNull(outcome.Source.First));
        command.Parameters.AddWithValue("$last", OrNull(outcome.Source.Last));
        command.Parameters.AddWithValue("$zone_assumed", outcome.Source.IsZoneAssumed);
        command.Parameters.AddWithValue("$matched", SnakeCase.Of(outcome.Sighting.Match.ToString()));
        command.Parameters.AddWithValue("$seen_first", OrNull(outcome.Sighting.First));
        command.Parameters.AddWithValue("$seen_last", OrNull(outcome.Sighting.Last));
        command.Parameters.AddWithValue("$flows", outcome.Sighting.Flows);
        command.Parameters.AddWithValue("$institution", outcome.Institution);
        command.Parameters.AddWithValue("$contact", outcome.Contact);
        command.ExecuteNonQuery();
    }

    private T Guarded<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException failure)
        {
            throw StoreConnection.Explain(failure, _folder);
        }
    }
}
