using System.Globalization;
using System.Text.RegularExpressions;
using FlowSensor.Engine.ClickHouse;

namespace FlowSensor.Engine.Output.ClickHouse;

/// <summary>
/// Drops partitions that are past their age on servers without table TTL, once an hour. Age counts from when the rows were written, so
/// that an old capture can be replayed, and by the sensor's clock, so that a wrong time in somebody's exports deletes nothing.
/// </summary>
/// <param name="options">The ages.</param>
/// <param name="database">The database.</param>
/// <param name="clock">Time.</param>
internal sealed partial class ClickHouseRetention(ClickHouseRetentionOptions options, string database, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    private long? _last;

    /// <summary>Looks for partitions to drop when it is time to, and drops them.</summary>
    /// <exception cref="ClickHouseException">A statement was refused, failed, or was not answered.</exception>
    public async Task ApplyAsync(ClickHouseNodes nodes, ClickHouseSchema schema, CancellationToken cancellation)
    {
        if (schema.KnowsTtl || (_last is long last && clock.GetElapsedTime(last) < Pause))
        {
            return;
        }

        _last = clock.GetTimestamp();
        List<string[]> partitions = await nodes.Current.QueryAsync(
            $"SELECT table, partition FROM system.parts WHERE database = {ClickHouseText.Quote(database)} AND active GROUP BY table, partition ORDER BY table, partition", cancellation)
            .ConfigureAwait(false);
        foreach (string[] row in partitions)
        {
            if (row is [string table, string partition, ..])
            {
                await ApplyAsync(nodes, schema, table, partition, cancellation).ConfigureAwait(false);
            }
        }
    }

    private async Task ApplyAsync(ClickHouseNodes nodes, ClickHouseSchema schema, string table, string partition, CancellationToken cancellation)
    {
        Match known = Partition().Match(partition);
        string name = table.EndsWith("_local", StringComparison.Ordinal) ? table[..^"_local".Length] : table;
        if (!known.Success || !ClickHouseSchema.Retained.TryGetValue(name, out string? kind)
            || !DateTime.TryParseExact(known.Groups["date"].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime date))
        {
            return;
        }

        string spanKind = known.Groups["kind"].Value;
        TimeSpan age = kind == "records" ? options.Records : kind == "windows" || spanKind == "0" ? options.Windows : options.Hours;
        DateTime now = clock.GetUtcNow().UtcDateTime;

        // A partition of the time between cannot hold rows that are old enough, unless it is of a time to come.
        if (date + Week > now - age && date < now + Week)
        {
            return;
        }

        string rows = kind switch
        {
            "records" or "windows" => $"toDate(time) = '{known.Groups["date"].Value}'",
            "hours" => $"toMonday(time) = '{known.Groups["date"].Value}'",
            _ => $"kind = {spanKind} AND toMonday(start) = '{known.Groups["date"].Value}'",
        };
        List<string[]> newest = await nodes.Current.QueryAsync($"SELECT toUInt32(max(stored)) FROM {schema.Table(name)} WHERE {rows}", cancellation).ConfigureAwait(false);
        if (newest is [[string seconds, ..], ..] && uint.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out uint stored)
            && DateTimeOffset.FromUnixTimeSeconds(stored).UtcDateTime < now - age)
        {
            string literal = spanKind.Length > 0 ? $"({spanKind}, '{known.Groups["date"].Value}')" : $"'{known.Groups["date"].Value}'";
            await nodes.EverywhereAsync($"ALTER TABLE {schema.Local(name)}{schema.OnCluster} DROP PARTITION {literal}", cancellation).ConfigureAwait(false);
        }
    }

    // 2026-01-31, or (0,'2026-01-26') where the kind of span is part of it.
    [GeneratedRegex(@"^(?:\((?<kind>[0-2]),\s?)?'?(?<date>\d{4}-\d{2}-\d{2})'?\)?$")]
    private static partial Regex Partition();
}
