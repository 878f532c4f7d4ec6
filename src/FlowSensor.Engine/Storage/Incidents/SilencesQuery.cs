using FlowSensor.Engine.Detection;
using FlowSensor.Protocols.Addressing;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage.Incidents;

/// <summary>The operators' decisions that are stored.</summary>
public sealed class SilencesQuery(StoreReader store)
{
    /// <summary>Asks for all of them, the oldest first.</summary>
    internal const string All = """SELECT id, action, rule, network, incident, "from", until, author, reason FROM silences ORDER BY id""";

    /// <summary>All of them, the oldest first.</summary>
    /// <exception cref="StoreException">The database failed.</exception>
    public IReadOnlyList<StoredSilence> Ask() => store.Ask(static connection => connection.Rows(All, Read));

    /// <summary>The decisions without their numbers.</summary>
    /// <exception cref="StoreException">The database failed.</exception>
    public IReadOnlyList<Silence> AskDecisions() => [.. Ask().Select(static stored => stored.Silence)];

    /// <summary>Reads a row of <see cref="All"/>.</summary>
    internal static StoredSilence Read(SqliteDataReader row) => new(row.GetInt64(0), new Silence
    {
        Action = row.GetString(1) switch
        {
            "exclude" => SilenceAction.Exclude,
            "acknowledge" => SilenceAction.Acknowledge,
            _ => SilenceAction.Mute,
        },
        Rule = row.GetString(2),
        Network = IpPrefix.TryParse(row.GetString(3), out IpPrefix network) ? network : null,
        Incident = row.GetString(4),
        From = row.GetInt64(5),
        Until = row.GetInt64(6),
        Author = row.GetString(7),
        Reason = row.GetString(8),
    });
}
