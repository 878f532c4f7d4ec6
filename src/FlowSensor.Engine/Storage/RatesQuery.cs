using FlowSensor.Engine.Reports;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage;

/// <summary>Curves of services over time. Over days, closed hours stand for their windows, with the least and the most of one window kept.</summary>
public sealed class RatesQuery(StoreReader store)
{
    // As many windows of all services are read in a few hundredths of a second.
    private const long WindowsOnly = 2 * 86_400_000L;

    private const string WithPeaks = "EXISTS (SELECT 1 FROM service_peaks p WHERE p.span = spans.id)";

    /// <summary>Asks the store.</summary>
    /// <param name="range">Time.</param>
    /// <param name="service">One service; null for every one.</param>
    /// <param name="direction">One direction; null for every one.</param>
    /// <param name="measure">What the curves show.</param>
    /// <param name="points">Most points of a curve.</param>
    /// <exception cref="StoreException">The database failed.</exception>
    public CurvesReport Ask(TimeRange range, string? service, string? direction, TrafficMeasure measure, int points) => store.Ask(connection =>
    {
        (long from, long to) = SpanCover.Bounds(connection, range);
        SpanCover cover = SpanCover.Of(connection, new TimeRange(from, to), to - from <= WindowsOnly ? SpanKind.Window : SpanKind.Hour, WithPeaks);
        CurveSteps steps = new(from, to, points, cover.LongestS);
        string column = StoredNames.Column(measure);
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The column is one of StoredNames.
        command.CommandText = $"""
            SELECT d.service, d.direction, s.start, s."end", t.{column}, p.seconds, p.least_{column}, p.most_{column}
            FROM spans s JOIN service_totals t ON t.span = s.id JOIN service_directions d ON d.id = t.service
                 LEFT JOIN service_peaks p ON p.span = s.id AND p.service = t.service
            WHERE s.id IN (SELECT value FROM json_each($spans))
              AND ($service IS NULL OR d.service = $service) AND ($direction IS NULL OR d.direction = $direction)
            """;
#pragma warning restore CA2100
        command.Parameters.AddWithValue("$spans", cover.Ids);
        command.Parameters.AddWithValue("$service", (object?)service ?? DBNull.Value);
        command.Parameters.AddWithValue("$direction", (object?)direction ?? DBNull.Value);
        using SqliteDataReader rows = command.ExecuteReader();
        while (rows.Read())
        {
            Add(steps, rows, measure == TrafficMeasure.Sources);
        }

        return steps.Report();
    });

    private static void Add(CurveSteps steps, SqliteDataReader rows, bool isLevel)
    {
        long start = rows.GetInt64(2);
        double count = rows.GetInt64(4);
        bool isHour = !rows.IsDBNull(5);
        double seconds = isHour ? rows.GetDouble(5) : (rows.GetInt64(3) - start) / 1_000.0;
        double rate = isLevel ? count : count / Math.Max(seconds, 0.001);
        double least = isHour ? rows.GetDouble(6) : rate;
        double most = isHour ? rows.GetDouble(7) : rate;

        // Of different sources an hour only knows the most of a window: its mean is that of windows with the most and the least.
        double amount = !isLevel ? count : isHour ? (least + most) / 2 * seconds : count * seconds;
        steps.Add(rows.GetString(0), rows.GetString(1), start, amount, seconds, least, most);
    }
}
