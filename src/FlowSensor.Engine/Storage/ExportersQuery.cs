using FlowSensor.Engine.Reports;
using FlowSensor.Protocols.Addressing;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage;

/// <summary>The exporters and their ledgers over a range of time.</summary>
public sealed class ExportersQuery(StoreReader store)
{
    private const string Sums = """
        SELECT e.id, e.address, e.version, e.domain, sum(l.datagrams), sum(l.decoded), sum(l.records), sum(l.sequence_lost), max(l.sampling), min(s.start), max(s."end"), sum(l.duplicates)
        FROM ledgers l JOIN exporters e ON e.id = l.exporter JOIN spans s ON s.id = l.span
        WHERE l.span IN (SELECT value FROM json_each($spans))
        GROUP BY e.id
        ORDER BY length(e.address), e.address, e.version, e.domain
        """;

    private const string Drops = """
        SELECT exporter, cause, sum(datagrams) FROM drops
        WHERE span IN (SELECT value FROM json_each($spans))
        GROUP BY exporter, cause
        ORDER BY exporter, cause
        """;

    /// <summary>Asks the store.</summary>
    /// <param name="range">Time.</param>
    /// <exception cref="StoreException">The database failed.</exception>
    public StoreAnswer<ExporterReport> Ask(TimeRange range) => store.Ask(connection =>
    {
        SpanCover cover = SpanCover.Of(connection, range, SpanKind.Hour);
        Dictionary<long, Dictionary<string, long>> drops = ReadDrops(connection, cover);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = Sums;
        command.Parameters.AddWithValue("$spans", cover.Ids);
        List<ExporterReport> rows = [];
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            rows.Add(new ExporterReport
            {
                Exporter = IpAddress.FromBytes(reader.GetFieldValue<byte[]>(1)).ToString(),
                Version = reader.GetInt32(2),
                Domain = unchecked((ulong)reader.GetInt64(3)),
                Datagrams = reader.GetInt64(4),
                Decoded = reader.GetInt64(5),
                Records = reader.GetInt64(6),
                SequenceLost = reader.GetInt64(7),
                Duplicates = reader.GetInt64(11) is > 0 and long duplicates ? duplicates : null,
                Sampling = reader.IsDBNull(8) ? null : reader.GetInt64(8),
                First = DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(9)),
                Last = DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(10)),
                Dropped = drops.GetValueOrDefault(reader.GetInt64(0)) ?? [],
            });
        }

        return cover.Answer(rows);
    });

    private static Dictionary<long, Dictionary<string, long>> ReadDrops(SqliteConnection connection, SpanCover cover)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = Drops;
        command.Parameters.AddWithValue("$spans", cover.Ids);
        Dictionary<long, Dictionary<string, long>> drops = [];
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            long exporter = reader.GetInt64(0);
            if (!drops.TryGetValue(exporter, out Dictionary<string, long>? causes))
            {
                drops[exporter] = causes = [];
            }

            causes[reader.GetString(1)] = reader.GetInt64(2);
        }

        return drops;
    }
}
