using FlowSensor.Engine.Detection;
using FlowSensor.Protocols.Addressing;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage.Incidents;

/// <summary>The operators' decisions that are stored.</summary>
public sealed class SilencesQuery(StoreReader store)
{
    /// <summary>All of them, the oldest first.</summary>
    /// <exception cref="StoreException">The database failed.</exception>
    public IReadOnlyList<StoredSilence> Ask() => store.Ask(connection =>
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = """SELECT id, action, rule, network, incident, "from", until, author, reason FROM silences ORDER BY id""";
        List<StoredSilence> silences = [];
        using SqliteDataReader rows = command.ExecuteReader();
        while (rows.Read())
        {
            silences.Add(new StoredSilence(rows.GetInt64(0), new Silence
            {
                Action = rows.GetString(1) switch
                {
                    "exclude" => SilenceAction.Exclude,
                    "acknowledge" => SilenceAction.Acknowledge,
                    _ => SilenceAction.Mute,
                },
                Rule = rows.GetString(2),
                Network = IpPrefix.TryParse(rows.GetString(3), out IpPrefix network) ? network : null,
                Incident = rows.GetString(4),
                From = rows.GetInt64(5),
                Until = rows.GetInt64(6),
                Author = rows.GetString(7),
                Reason = rows.GetString(8),
            }));
        }

        return silences;
    });

    /// <summary>The decisions without their numbers.</summary>
    /// <exception cref="StoreException">The database failed.</exception>
    public IReadOnlyList<Silence> AskDecisions() => [.. Ask().Select(static stored => stored.Silence)];
}
