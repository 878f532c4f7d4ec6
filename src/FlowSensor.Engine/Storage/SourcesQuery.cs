using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Traffic;

namespace FlowSensor.Engine.Storage;

/// <summary>A page of the ranking of sources in one service and direction.</summary>
/// <param name="store">The store.</param>
/// <param name="bands">Upper bounds of the flow-count bands.</param>
public sealed class SourcesQuery(StoreReader store, IEnumerable<int> bands)
{
    /// <summary>Most rows of a page, which is in memory whole and may be kept for those who ask the same; a longer list is made as it is sent.</summary>
    public const int MostOfPage = 1_000;

    private readonly BandScale _bands = new(bands);

    /// <summary>Asks the store.</summary>
    /// <param name="question">The question.</param>
    /// <param name="begin">Told the beginning of a list that is longer than a page, before the whole of it is read; not called where everything is known at once.</param>
    /// <exception cref="StoreException">The database failed.</exception>
    public RankedSources Ask(SourcesQuestion question, Action<RankedSources>? begin = null)
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
            (IReadOnlyList<RankedSource> rows, bool hasMore) = ranking.Read(cover, service, question, begin is null ? null : (first, isPart) => begin(Of(first, isPart)));
            if (question.TrendParts > 0)
            {
                SourceTrends trends = SourceTrends.Read(connection, cover, service, rows, question.TrendParts, ranking.AreFew(cover, rows.Count));
                rows = [.. rows.Select(row => row with { Trend = trends.Of(row.Source) })];
            }

            return Of(rows, hasMore);

            RankedSources Of(IReadOnlyList<RankedSource> some, bool areMore) => new(service.Service, service.Direction, time.From, time.To, areMore, some);
        });
    }
}
