using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Traffic;

namespace FlowSensor.Engine.Storage;

/// <summary>A page of the ranking of sources in one service and direction.</summary>
/// <param name="store">The store.</param>
/// <param name="bands">Upper bounds of the flow-count bands.</param>
public sealed class SourcesQuery(StoreReader store, IEnumerable<int> bands)
{
    private readonly BandScale _bands = new(bands);

    /// <summary>Asks the store.</summary>
    /// <exception cref="StoreException">The database failed.</exception>
    public RankedSources Ask(SourcesQuestion question)
    {
        ArgumentNullException.ThrowIfNull(question);
        return store.Ask(connection =>
        {
            SpanCover cover = SpanCover.Of(connection, question.Range, SpanKind.Day, SourceSpans.WithSources);
            StoredService? service = StoredService.Find(connection, question.Service, question.Direction);
            StoreAnswer<RankedSource> time = cover.Answer<RankedSource>([]);
            if (service is null)
            {
                return new RankedSources(question.Service, question.Direction ?? "any", time.From, time.To, HasMore: false, []);
            }

            SourceRanking ranking = new(connection, _bands);
            (IReadOnlyList<RankedSource> rows, bool hasMore) = ranking.Read(cover, service, question);
            if (question.TrendParts > 0)
            {
                SourceTrends trends = SourceTrends.Read(connection, cover, service, rows, question.TrendParts, ranking.AreFew(cover, rows.Count));
                rows = [.. rows.Select(row => row with { Trend = trends.Of(row.Source) })];
            }

            return new RankedSources(service.Service, service.Direction, time.From, time.To, hasMore, rows);
        });
    }
}
