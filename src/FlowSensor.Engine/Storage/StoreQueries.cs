using FlowSensor.Engine.Capturing;
using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Traffic;

namespace FlowSensor.Engine.Storage;

/// <summary>The questions, asked of an embedded store.</summary>
/// <param name="store">The store; closed with this.</param>
public sealed class StoreQueries(StoreReader store) : ITrafficQueries
{
    /// <inheritdoc/>
    public StoreAnswer<SourceReport> TopSources(TimeRange range, string? service, string? direction, int count) =>
        new TopSourcesQuery(store).Ask(range, service, direction, count);

    /// <inheritdoc/>
    public StoreAnswer<GroupReport> TopGroups(TimeRange range, GroupSubject by, string? service, string? direction, int count) =>
        new TopGroupsQuery(store).Ask(range, by, service, direction, count);

    /// <inheritdoc/>
    public StoreAnswer<BucketReport> Bands(TimeRange range, string? service, string? direction, BandSubject? by) =>
        new BandsQuery(store).Ask(range, service, direction, by);

    /// <inheritdoc/>
    public StoreAnswer<ExporterReport> Exporters(TimeRange range) => new ExportersQuery(store).Ask(range);

    /// <summary>The interfaces that packets are taken from, and what became of their packets.</summary>
    /// <param name="range">Time.</param>
    /// <exception cref="StoreException">The database failed.</exception>
    public StoreAnswer<InterfaceCounters> Interfaces(TimeRange range) => new InterfacesQuery(store).Ask(range);

    /// <summary>Exporters that told of flows longer than a window.</summary>
    /// <param name="since">Windows that ended earlier are left out.</param>
    /// <exception cref="StoreException">The database failed.</exception>
    public IReadOnlyList<LongFlows> LongFlows(DateTimeOffset since) => new LongFlowsQuery(store).Ask(since);

    /// <inheritdoc/>
    public void Dispose() => store.Dispose();
}
