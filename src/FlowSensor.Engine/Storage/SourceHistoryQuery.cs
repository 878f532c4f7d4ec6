using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Addressing;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage;

/// <summary>What one source did, by service and over time.</summary>
/// <param name="store">The store.</param>
/// <param name="bands">Upper bounds of the flow-count bands.</param>
public sealed class SourceHistoryQuery(StoreReader store, IEnumerable<int> bands)
{
    private const string Sums = """
        SELECT r.source, sum(r.flows), sum(r.packets), sum(r.octets), sum(r.estimated_packets), sum(r.estimated_octets),
               max(r.destinations), sum(r.syn_packets), min(r.first), max(r.last), max(r.next_hop), d.service, d.direction
        FROM service_directions d CROSS JOIN sources r ON r.service = d.id
        WHERE r.span IN (SELECT value FROM json_each($spans)) AND r.source = $source
        GROUP BY d.id ORDER BY d.service = 'all', d.service, d.direction
        """;

    private readonly BandScale _bands = new(bands);

    /// <summary>Sums by service and direction.</summary>
    /// <param name="source">The source.</param>
    /// <param name="range">Time.</param>
    /// <exception cref="StoreException">The database failed.</exception>
    public StoreAnswer<SourceService> Services(IpAddress source, TimeRange range) => store.Ask(connection =>
    {
        SpanCover cover = SpanCover.Of(connection, range, SpanKind.Day, SourceSpans.WithSources);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = Sums;
        command.Parameters.AddWithValue("$spans", cover.Ids);
        command.Parameters.AddWithValue("$source", AddressBlob.Of(source));
        List<SourceService> rows = [];
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            rows.Add(new SourceService(reader.GetString(11), reader.GetString(12), SourceRows.Read(reader, 0, _bands)));
        }

        return cover.Answer(rows);
    });

    /// <summary>Curves by service and direction.</summary>
    /// <param name="source">The source.</param>
    /// <param name="range">Time.</param>
    /// <param name="service">One service; null for every one.</param>
    /// <param name="measure">Flows, packets or octets, and their estimates; sources are always one.</param>
    /// <param name="points">Most points of a curve.</param>
    /// <exception cref="StoreException">The database failed.</exception>
    public CurvesReport Curves(IpAddress source, TimeRange range, string? service, TrafficMeasure measure, int points) => store.Ask(connection =>
    {
        (long from, long to) = SpanCover.Bounds(connection, range);
        SpanCover cover = SpanCover.Of(connection, new TimeRange(from, to), SpanKind.Hour);
        CurveSteps steps = new(from, to, points, cover.LongestS);
        string column = measure == TrafficMeasure.Sources ? "flows" : StoredNames.Column(measure);
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The column is one of StoredNames.
        command.CommandText = $"""
            SELECT d.service, d.direction, s.start, s."end", r.{column}
            FROM service_directions d CROSS JOIN spans s CROSS JOIN sources r ON r.span = s.id AND r.service = d.id AND r.source = $source
            WHERE s.id IN (SELECT value FROM json_each($spans)) AND ($service IS NULL OR d.service = $service)
            """;
#pragma warning restore CA2100
        command.Parameters.AddWithValue("$spans", cover.Ids);
        command.Parameters.AddWithValue("$source", AddressBlob.Of(source));
        command.Parameters.AddWithValue("$service", (object?)service ?? DBNull.Value);
        using SqliteDataReader rows = command.ExecuteReader();
        while (rows.Read())
        {
            long start = rows.GetInt64(2);
            double seconds = Math.Max(0.001, (rows.GetInt64(3) - start) / 1_000.0);
            double count = measure == TrafficMeasure.Sources ? seconds : rows.GetInt64(4);
            steps.Add(rows.GetString(0), rows.GetString(1), start, count, seconds, count / seconds, count / seconds);
        }

        return steps.Report();
    });
}
