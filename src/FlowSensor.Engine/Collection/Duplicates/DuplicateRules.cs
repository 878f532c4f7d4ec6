using FlowSensor.Engine.Configuration;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Collection.Duplicates;

/// <summary>The groups of exporters that see the same traffic.</summary>
public sealed class DuplicateRules
{
    private readonly Dictionary<IpAddress, DuplicateMember> _members = [];

    /// <summary>Takes the groups of the configuration, which has been validated; an exporter belongs to the first group that names it.</summary>
    public DuplicateRules(IEnumerable<DuplicateGroupOptions> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        foreach (DuplicateGroupOptions options in groups)
        {
            Aliveness alive = new(options.Exporters.Count, (long)options.Takeover.TotalMilliseconds);
            FlowOwners? owners = options.Keep == DuplicateKeep.FirstSeen ? new FlowOwners(options.MaxFlows, options.Takeover) : null;
            for (int rank = 0; rank < options.Exporters.Count; rank++)
            {
                IpAddress address = options.Exporters[rank];
                DuplicateMember member = options.Keep switch
                {
                    DuplicateKeep.Exporter => new PreferredExporter(alive, rank),
                    DuplicateKeep.Interface => new DesignatedInterfaces(
                        options.Interfaces.Where(designated => designated.Exporter == address).SelectMany(static designated => designated.Ingress)),
                    _ => new FirstReporter(owners!, rank),
                };
                _members.TryAdd(address, member);
            }
        }
    }

    /// <summary>What decides about an exporter's records; null where everything counts.</summary>
    public DuplicateMember? Of(IpAddress exporter) => _members.GetValueOrDefault(exporter);
}
