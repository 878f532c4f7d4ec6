using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Traffic;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage;

/// <summary>
/// The distribution of a service over the bands of flow counts. Days and hours are used where the store has them whole;
/// over several spans the numbers are added, so a source then counts once in each span.
/// </summary>
public sealed class BandsQuery(StoreReader store)
{
    private const string WithBands = """
        EXISTS (SELECT 1 FROM bands b JOIN service_directions d ON d.id = b.service
                WHERE b.span = spans.id AND ($service IS NULL OR d.service = $service) AND ($subject IS NULL OR b.subject = $subject))
        """;

    private const string Sums = """
        SELECT d.service, d.direction, b.subject, b.band, sum(b.keys), sum(b.flows), sum(b.packets), sum(b.octets)
        FROM bands b JOIN service_directions d ON d.id = b.service
        WHERE b.span IN (SELECT value FROM json_each($spans))
          AND ($service IS NULL OR d.service = $service) AND ($direction IS NULL OR d.direction = $direction) AND ($subject IS NULL OR b.subject = $subject)
        GROUP BY d.id, b.subject, b.band
        ORDER BY d.service = 'all', d.service, d.direction, b.subject, min(b.position)
        """;

    /// <summary>Asks the store.</summary>
    /// <param name="range">Time; without any, the newest day, or where there is none the newest hour or window.</param>
    /// <param name="service">One service; null for every one.</param>
    /// <param name="direction">One direction; null for every one.</param>
    /// <param name="by">Sources or pairs; null for both.</param>
    /// <exception cref="StoreException">The database failed.</exception>
    public StoreAnswer<BucketReport> Ask(TimeRange range, string? service, string? direction, BandSubject? by) => store.Ask(connection =>
    {
        string? subject = by is BandSubject chosen ? TrafficNames.Subject(chosen) : null;
        SpanCover? newest = range is { From: null, To: null } ? SpanCover.Newest(connection, WithBands, service, subject) : null;

        // Where nothing of the service is stored, the answer speaks of the time that a question without a time means elsewhere.
        SpanCover cover = newest ?? SpanCover.Of(connection, range, SpanKind.Day, WithBands, WithBands, service, subject);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = Sums;
        command.Parameters.AddWithValue("$spans", cover.Ids);
        command.Parameters.AddWithValue("$service", (object?)service ?? DBNull.Value);
        command.Parameters.AddWithValue("$direction", (object?)direction ?? DBNull.Value);
        command.Parameters.AddWithValue("$subject", (object?)subject ?? DBNull.Value);
        List<BucketReport> rows = [];
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            rows.Add(new BucketReport(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetInt64(4),
                (ulong)reader.GetInt64(5), (ulong)reader.GetInt64(6), (ulong)reader.GetInt64(7)));
        }

        return cover.Answer(BucketRatios.AddTo(rows));
    });
}
