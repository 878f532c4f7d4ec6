using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Traffic;

namespace FlowSensor.Engine.Storage;

/// <summary>The sources with most flows of each service and direction over a range of time.</summary>
public sealed class TopSourcesQuery(StoreReader store)
{
    /// <summary>Asks the store.</summary>
    /// <param name="range">Time.</param>
    /// <param name="service">One service; null for every one.</param>
    /// <param name="direction">One direction; null for every one.</param>
    /// <param name="count">How many sources of each; 0 for all.</param>
    /// <exception cref="StoreException">The database failed.</exception>
    public StoreAnswer<SourceReport> Ask(TimeRange range, string? service, string? direction, int count) => store.Ask(connection =>
    {
        SpanCover cover = SpanCover.Of(connection, range, SpanKind.Day, SourceSpans.WithSources);
        SourceRanking ranking = new(connection, new BandScale([]));
        List<SourceReport> rows = [];
        IReadOnlyList<StoredService> services = StoredService.All(connection, service, direction);
        foreach (StoredService asked in services)
        {
            IReadOnlyList<SourceReport> ranked = ranking.Top(cover, asked, count);
            if (services.Count == 1)
            {
                return cover.Answer(ranked);
            }

            rows.AddRange(ranked);
        }

        return cover.Answer<SourceReport>(rows);
    });

    /// <summary>The services and directions that there are rankings of, for who asks for one after the other.</summary>
    /// <param name="range">Time.</param>
    /// <param name="service">One service; null for every one.</param>
    /// <param name="direction">One direction; null for every one.</param>
    /// <returns>The time with its ends set, so that all rankings are of the same, and the services in the order of the table.</returns>
    /// <exception cref="StoreException">The database failed.</exception>
    public (TimeRange Range, StoreAnswer<(string Service, string Direction)> Services) Services(TimeRange range, string? service, string? direction) => store.Ask(connection =>
    {
        (long from, long to) = SpanCover.Bounds(connection, range);
        TimeRange asked = new(from, to);
        SpanCover cover = SpanCover.Of(connection, asked, SpanKind.Day, SourceSpans.WithSources);
        return (asked, cover.Answer<(string, string)>([.. StoredService.All(connection, service, direction).Select(static known => (known.Service, known.Direction))]));
    });
}
