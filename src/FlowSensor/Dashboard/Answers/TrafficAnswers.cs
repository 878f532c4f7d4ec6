using System.Runtime.CompilerServices;
using FlowSensor.Engine.Capturing;
using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Traffic;

namespace FlowSensor.Dashboard.Answers;

/// <summary>Rates, sums and distributions of services; the tables of <c>top</c>, <c>buckets</c> and <c>exporters</c>.</summary>
internal sealed class TrafficAnswers(StorePool pool)
{
    // Longer lists are for programs, which do not ask for the same at the same time.
    private const int Shared = 100;
    private const int SharedOfEachService = 20;

    /// <summary>Whether a list of sources is long, so that it is better sent as it is read than asked for at once.</summary>
    /// <param name="service">One service; null for every one.</param>
    /// <param name="count">How many of each; 0 for all.</param>
    public static bool IsLong(string? service, int count) => count == 0 || count > (service is null ? SharedOfEachService : Shared);

    /// <summary>Curves by service and direction, of at most so many points, with the least and the most of one window in each.</summary>
    /// <param name="range">Time; without a start the day before the end, without an end up to the newest data.</param>
    /// <param name="service">One service; null for every one.</param>
    /// <param name="direction">One direction; null for every one.</param>
    /// <param name="measure">What is shown.</param>
    /// <param name="points">Most points of a curve.</param>
    /// <param name="cancellation">Ends the question.</param>
    public Task<CurvesReport> RatesAsync(
        TimeRange range, string? service = null, string? direction = null, TrafficMeasure measure = TrafficMeasure.Octets, int points = 300, CancellationToken cancellation = default) =>
        pool.ShareAsync(("rates", range, service, direction, measure, points), (store, _) => new RatesQuery(store).Ask(range, service, direction, measure, points), cancellation);

    /// <summary>Sums of every service and direction.</summary>
    public Task<StoreAnswer<ServiceSum>> ServicesAsync(TimeRange range, CancellationToken cancellation = default) =>
        pool.ShareAsync(("services", range), (store, _) => new ServiceTotalsQuery(store).Ask(range), cancellation);

    /// <summary>The distribution over the bands of flow counts; without a time, of the newest day, hour or window.</summary>
    public Task<StoreAnswer<BucketReport>> BandsAsync(
        TimeRange range, string? service = null, string? direction = null, BandSubject? by = null, CancellationToken cancellation = default) =>
        pool.ShareAsync(("bands", range, service, direction, by), (store, _) => new BandsQuery(store).Ask(range, service, direction, by), cancellation);

    /// <summary>The sources with most flows of each service and direction.</summary>
    /// <param name="range">Time.</param>
    /// <param name="service">One service; null for every one.</param>
    /// <param name="direction">One direction; null for every one.</param>
    /// <param name="count">How many of each; 0 for all.</param>
    /// <param name="cancellation">Ends the question.</param>
    public Task<StoreAnswer<SourceReport>> TopSourcesAsync(
        TimeRange range, string? service = null, string? direction = null, int count = 20, CancellationToken cancellation = default) =>
        !IsLong(service, count)
            ? pool.ShareAsync(("top", range, service, direction, count), (store, _) => new TopSourcesQuery(store).Ask(range, service, direction, count), cancellation)
            : pool.AskAsync((store, _) => new TopSourcesQuery(store).Ask(range, service, direction, count), cancellation);

    /// <summary>
    /// The same for long lists: the time they are of, and the rows, of which one service and direction is in memory at a time. They are asked for as they are come to, and
    /// a failure on the way ends them with its exception.
    /// </summary>
    /// <param name="range">Time.</param>
    /// <param name="service">One service; null for every one.</param>
    /// <param name="direction">One direction; null for every one.</param>
    /// <param name="count">How many of each; 0 for all.</param>
    /// <param name="cancellation">Ends the questions.</param>
    public async Task<(StoreAnswer<(string Service, string Direction)> Services, IAsyncEnumerable<SourceReport> Rows)> EachTopSourceAsync(
        TimeRange range, string? service, string? direction, int count, CancellationToken cancellation)
    {
        (TimeRange asked, StoreAnswer<(string Service, string Direction)> services) =
            await pool.AskAsync((store, _) => new TopSourcesQuery(store).Services(range, service, direction), cancellation).ConfigureAwait(false);

        // The first is asked for before the answer begins, so that a store that fails at once is told of by a status.
        IReadOnlyList<SourceReport> first = services.Rows.Count == 0 ? [] : await TopAsync(asked, services.Rows[0], count, cancellation).ConfigureAwait(false);
        return (services, EachAsync(asked, first, [.. services.Rows.Skip(1)], count, cancellation));
    }

    /// <summary>The next hops or institutions with most flows of each service and direction.</summary>
    public Task<StoreAnswer<GroupReport>> TopGroupsAsync(
        TimeRange range, GroupSubject by, string? service = null, string? direction = null, int count = 20, CancellationToken cancellation = default) =>
        pool.AskAsync((store, _) => new TopGroupsQuery(store).Ask(range, by, service, direction, count), cancellation);

    /// <summary>The exporters and their ledgers.</summary>
    public Task<StoreAnswer<ExporterReport>> ExportersAsync(TimeRange range, CancellationToken cancellation = default) =>
        pool.ShareAsync(("exporters", range), (store, _) => new ExportersQuery(store).Ask(range), cancellation);

    /// <summary>The interfaces that packets are taken from, and what became of the packets.</summary>
    public Task<StoreAnswer<InterfaceCounters>> InterfacesAsync(TimeRange range, CancellationToken cancellation = default) =>
        pool.AskAsync((store, _) => new InterfacesQuery(store).Ask(range), cancellation);

    private async Task<IReadOnlyList<SourceReport>> TopAsync(TimeRange range, (string Service, string Direction) of, int count, CancellationToken cancellation) =>
        (await pool.AskAsync((store, _) => new TopSourcesQuery(store).Ask(range, of.Service, of.Direction, count), cancellation).ConfigureAwait(false)).Rows;

    private async IAsyncEnumerable<SourceReport> EachAsync(
        TimeRange range, IReadOnlyList<SourceReport> rows, IReadOnlyList<(string Service, string Direction)> others, int count, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (int next = 0; ; next++)
        {
            // By number, so that nothing holds the rows that are sent while the next ones are read.
            for (int i = 0; i < rows.Count; i++)
            {
                yield return rows[i];
            }

            rows = [];
            if (next == others.Count)
            {
                yield break;
            }

            rows = await TopAsync(range, others[next], count, cancellation).ConfigureAwait(false);
        }
    }
}
