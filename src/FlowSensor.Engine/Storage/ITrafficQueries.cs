using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Traffic;

namespace FlowSensor.Engine.Storage;

/// <summary>The questions about traffic, wherever its results are kept: the embedded store of one sensor, or a database of many.</summary>
public interface ITrafficQueries : IDisposable
{
    /// <summary>The sources with most flows of each service and direction.</summary>
    /// <param name="range">Time.</param>
    /// <param name="service">One service; null for every one.</param>
    /// <param name="direction">One direction; null for every one.</param>
    /// <param name="count">How many sources of each; 0 for all.</param>
    /// <exception cref="StoreException">The database failed.</exception>
    StoreAnswer<SourceReport> TopSources(TimeRange range, string? service, string? direction, int count);

    /// <summary>The next hops or institutions with most flows of each service and direction; what is unknown is always told.</summary>
    /// <param name="range">Time.</param>
    /// <param name="by">What is grouped by.</param>
    /// <param name="service">One service; null for every one.</param>
    /// <param name="direction">One direction; null for every one.</param>
    /// <param name="count">How many groups of each; 0 for all.</param>
    /// <exception cref="StoreException">The database failed.</exception>
    StoreAnswer<GroupReport> TopGroups(TimeRange range, GroupSubject by, string? service, string? direction, int count);

    /// <summary>The distribution over the bands of flow counts.</summary>
    /// <param name="range">Time; without any, the newest day, or where there is none the newest hour or window.</param>
    /// <param name="service">One service; null for every one.</param>
    /// <param name="direction">One direction; null for every one.</param>
    /// <param name="by">Sources or pairs; null for both.</param>
    /// <exception cref="StoreException">The database failed.</exception>
    StoreAnswer<BucketReport> Bands(TimeRange range, string? service, string? direction, BandSubject? by);

    /// <summary>The exporters and their ledgers.</summary>
    /// <param name="range">Time.</param>
    /// <exception cref="StoreException">The database failed.</exception>
    StoreAnswer<ExporterReport> Exporters(TimeRange range);
}
