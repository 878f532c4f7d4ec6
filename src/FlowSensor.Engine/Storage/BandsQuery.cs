using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Storage.Bands;
using FlowSensor.Engine.Traffic;

namespace FlowSensor.Engine.Storage;

/// <summary>
/// The distribution of a service over the bands of flow counts. Days and hours are used where the store has them whole;
/// over several spans the numbers are added, so a source then counts once in each span.
/// </summary>
public sealed class BandsQuery(StoreReader store)
{
    private const string Services = "SELECT id FROM service_directions WHERE ($service IS NULL OR service = $service) AND ($direction IS NULL OR direction = $direction)";

    private const string Sums = $"""
        SELECT d.service, d.direction, subject, band, sum(keys), sum(flows), sum(packets), sum(octets)
        FROM (
            SELECT service AS of, subject, band, position, keys, flows, packets, octets FROM bands
            WHERE span IN (SELECT value FROM json_each($spans)) AND service IN ({Services}) AND ($subject IS NULL OR subject = $subject)
            UNION ALL
            SELECT service, subject, band, position, keys, flows, packets, octets FROM band_sums
            WHERE hour IN (SELECT value FROM json_each($hours)) AND service IN ({Services}) AND ($subject IS NULL OR subject = $subject)
        ) JOIN service_directions d ON d.id = of
        GROUP BY d.id, subject, band
        ORDER BY d.service = 'all', d.service, d.direction, subject, min(position)
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
        BandCover cover = BandCover.Of(connection, range, service, subject);
        List<BucketReport> rows = connection.Rows(
            Sums,
            static row => new BucketReport(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetInt64(4), (ulong)row.GetInt64(5), (ulong)row.GetInt64(6), (ulong)row.GetInt64(7)),
            ("$spans", cover.Spans), ("$hours", cover.Hours), ("$service", service), ("$direction", direction), ("$subject", subject));
        return cover.Answer(BucketRatios.AddTo(rows));
    });
}
