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
        SourcesQuestion question = new() { Limit = count == 0 ? int.MaxValue - 1 : count };
        List<SourceReport> rows = [];
        foreach (StoredService asked in StoredService.All(connection, service, direction))
        {
            rows.AddRange(ranking.Read(cover, asked, question).Rows.Select(source => new SourceReport(
                asked.Service, asked.Direction, source.Source, (ulong)source.Flows, (ulong)source.Packets, (ulong)source.Octets, source.Destinations)));
        }

        return cover.Answer(rows);
    });
}
