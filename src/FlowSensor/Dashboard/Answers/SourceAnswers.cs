using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Reports.Incidents;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.Incidents;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Status;

namespace FlowSensor.Dashboard.Answers;

/// <summary>The ranking of sources, and everything about one.</summary>
internal sealed class SourceAnswers(StorePool pool, SensorStatus status, TimeProvider clock)
{
    private const int ShownPeers = 100;
    private const int ShownComplaints = 50;
    private const int Shared = 200;

    /// <summary>A page of the ranking of sources in one service and direction, with bands, trends and institutions.</summary>
    public async Task<RankedSources> RankAsync(SourcesQuestion question, CancellationToken cancellation = default)
    {
        // Long lists are for programs, which do not ask for the same at the same time.
        RankedSources ranked = await (question.Limit <= Shared ? pool.ShareAsync(question, Ask, cancellation) : pool.AskAsync(Ask, cancellation)).ConfigureAwait(false);
        return ranked with { Rows = [.. ranked.Rows.Select(WithInstitution)] };

        RankedSources Ask(StoreReader store, SensorOptions options) => new SourcesQuery(store, options.Traffic.Bands).Ask(question);
    }

    /// <summary>
    /// The same for long lists without trends: their beginning, and all rows, of which the others come when they are read. A failure on the way ends them with its exception.
    /// </summary>
    public async Task<(RankedSources Beginning, IAsyncEnumerable<RankedSource> Rows)> EachAsync(SourcesQuestion question, CancellationToken cancellation)
    {
        TaskCompletionSource<RankedSources> begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<RankedSources> whole = pool.AskAsync((store, options) => new SourcesQuery(store, options.Traffic.Bands).Ask(question, begun.SetResult), cancellation);
        RankedSources beginning = await (await Task.WhenAny(begun.Task, whole).ConfigureAwait(false)).ConfigureAwait(false);
        return (beginning, RowsAsync());

        async IAsyncEnumerable<RankedSource> RowsAsync()
        {
            foreach (RankedSource row in beginning.Rows)
            {
                yield return WithInstitution(row);
            }

            RankedSources all = await whole.ConfigureAwait(false);
            for (int i = beginning.Rows.Count; i < all.Rows.Count; i++)
            {
                yield return WithInstitution(all.Rows[i]);
            }
        }
    }

    /// <summary>Everything about one source at a glance.</summary>
    /// <param name="source">The source.</param>
    /// <param name="range">Time.</param>
    /// <param name="cancellation">Ends the question.</param>
    public async Task<SourceDetails> DetailsAsync(IpAddress source, TimeRange range, CancellationToken cancellation = default)
    {
        SourceDetails details = await pool.AskAsync((store, options) => Ask(store, options, source, range), cancellation).ConfigureAwait(false);
        return details with { Contact = ContactDetails.Of(Directory.ContactOf(source)) };
    }

    /// <summary>Curves of one source by service and direction.</summary>
    public Task<CurvesReport> HistoryAsync(
        IpAddress source, TimeRange range, string? service = null, TrafficMeasure measure = TrafficMeasure.Flows, int points = 300, CancellationToken cancellation = default) =>
        pool.AskAsync((store, options) => new SourceHistoryQuery(store, options.Traffic.Bands).Curves(source, range, service, measure, points), cancellation);

    /// <summary>Flow records kept as evidence of one source, the newest first.</summary>
    public async Task<Page<EvidenceFlow>> EvidenceAsync(IpAddress source, TimeRange range, int limit = 100, int offset = 0, CancellationToken cancellation = default) =>
        Page<EvidenceFlow>.OfOneMore(
            await pool.AskAsync((store, _) => new HostFlowsQuery(store).Flows(source, range, limit + 1, offset), cancellation).ConfigureAwait(false), offset, limit);

    /// <summary>With whom one source had to do, from the flow records kept as evidence.</summary>
    public Task<IReadOnlyList<PeerReport>> PeersAsync(IpAddress source, TimeRange range, int limit = ShownPeers, CancellationToken cancellation = default) =>
        pool.AskAsync((store, _) => new HostFlowsQuery(store).Peers(source, range, limit), cancellation);

    private LiveDirectory Directory => status.Directory ?? throw new SensorStartingException();

    private SourceDetails Ask(StoreReader store, SensorOptions options, IpAddress source, TimeRange range)
    {
        StoreAnswer<SourceService> services = new SourceHistoryQuery(store, options.Traffic.Bands).Services(source, range);
        IReadOnlyList<PeerReport> peers = new HostFlowsQuery(store).Peers(source, range, ShownPeers);
        return new SourceDetails
        {
            Source = source.ToString(),
            From = services.From,
            To = services.To,
            Services = services.Rows,
            Contact = ContactDetails.Of(Directory.Resolver(offline: true).ResolveLocally(source, default, clock.GetUtcNow().ToUnixTimeMilliseconds())),
            Incidents = [.. new IncidentsQuery(store).Ask(new IncidentFilter { Source = source, Range = range }).Select(IncidentRow.Of)],
            Complaints = new ComplaintsQuery(store).Ask(default, source, ShownComplaints, 0),
            Peers = peers,
            EvidenceFlows = peers.Sum(static peer => peer.Outgoing + peer.Incoming),
        };
    }

    private RankedSource WithInstitution(RankedSource row) => row with { Institution = InstitutionOf(row) };

    // By files and routes: the next hop of its flows leads to where they went.
    private string? InstitutionOf(RankedSource row) => Directory.ContactOf(IpAddress.Parse(row.Source)).Institution is { Length: > 0 } name ? name : null;
}
