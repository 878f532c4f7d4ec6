using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Reports.Incidents;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.Incidents;

namespace FlowSensor.Engine.Blocklists;

/// <summary>Makes a list of the incidents that are stored.</summary>
/// <param name="store">The store.</param>
/// <param name="options">The configuration, which names what must never be listed.</param>
public sealed class BlocklistQuery(StoreReader store, SensorOptions options)
{
    /// <summary>The list at a moment.</summary>
    /// <param name="wanted">Which incidents, and for how long.</param>
    /// <param name="join">Hosts of a network from which the network stands for them; null to join none.</param>
    /// <param name="now">The moment.</param>
    /// <exception cref="StoreException">The store failed.</exception>
    public Blocklist Ask(BlocklistOptions wanted, int? join, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        IReadOnlyList<IncidentReport> incidents = new IncidentsQuery(store).Ask(new IncidentFilter { Range = new TimeRange(now.Add(-wanted.Lifetime).ToUnixTimeMilliseconds(), null) });
        BlocklistBuilder builder = new(wanted, OwnInfrastructure.Of(options, store));
        Blocklist list = builder.Build(incidents, now);
        return join is int least ? builder.Join(list, Math.Max(2, least)) : list;
    }
}
