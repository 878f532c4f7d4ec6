using System.Globalization;
using System.Text.Json;
using FlowSensor.Engine.Logs.Findings;
using FlowSensor.Engine.Logs.Rare;
using FlowSensor.Engine.Logs.Silences;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage.Logs;

/// <summary>What the store knows of logs: to go on after a restart, and to be asked about.</summary>
/// <param name="store">The store.</param>
public sealed class LogStateQuery(StoreReader store)
{
    /// <summary>How far each log has been read.</summary>
    /// <exception cref="StoreException">The database failed.</exception>
    public IReadOnlyDictionary<string, string> Positions() =>
        Rows("SELECT path, state FROM log_positions", static row => (row.GetString(0), row.GetString(1))).ToDictionary(static row => row.Item1, static row => row.Item2);

    /// <summary>The message types.</summary>
    /// <exception cref="StoreException">The database failed.</exception>
    public IReadOnlyList<StoredMessageType> Types() =>
        [.. Rows("SELECT detail FROM log_types", static row => Parse(row.GetString(0))).OfType<StoredMessageType>()];

    /// <summary>The intervals of programs.</summary>
    /// <exception cref="StoreException">The database failed.</exception>
    public IReadOnlyList<StoredIntervals> Intervals() => Rows(
        "SELECT host, program, last, counts FROM log_intervals",
        static row => new StoredIntervals(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetFieldValue<byte[]>(3)));

    /// <summary>What was learned of lines, ready to be asked.</summary>
    /// <param name="options">What is looked for.</param>
    /// <exception cref="StoreException">The database failed.</exception>
    public RareLines Lines(LogMiningOptions options)
    {
        RareLines lines = new(options);
        lines.Restore(Types(), Intervals());
        return lines;
    }

    /// <summary>The findings of a time, in its order.</summary>
    /// <exception cref="StoreException">The database failed.</exception>
    public IReadOnlyList<LogFinding> Findings(TimeRange range) => store.Ask(connection => connection.Rows(
        "SELECT kind, time, host, program, template, text, words, lines, until FROM log_findings WHERE time >= $from AND time < $to ORDER BY time, host, program",
        static row => new LogFinding(
            Enum.TryParse(row.GetString(0), out LogFindingKind kind) ? kind : LogFindingKind.NewType, row.GetInt64(1), row.GetString(2), row.GetString(3), row.GetString(4),
            row.GetString(5), row.GetString(6).Split(", ", StringSplitOptions.RemoveEmptyEntries), row.GetInt64(7))
        {
            UntilMs = row.IsDBNull(8) ? null : Convert.ToInt64(row.GetValue(8), CultureInfo.InvariantCulture),
        },
        ("$from", range.From ?? long.MinValue), ("$to", range.To ?? long.MaxValue)));

    private List<T> Rows<T>(string sql, Func<SqliteDataReader, T> read) => store.Ask(connection => connection.Rows(sql, read));

    private static StoredMessageType? Parse(string detail)
    {
        try
        {
            return JsonSerializer.Deserialize(detail, StoredTypeJson.Default.StoredMessageType);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
