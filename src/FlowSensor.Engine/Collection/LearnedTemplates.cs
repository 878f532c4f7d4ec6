using FlowSensor.Protocols.Flows;

namespace FlowSensor.Engine.Collection;

/// <summary>
/// What a collector has learned of exporters, handed to the one that goes on with another configuration: exporters repeat their templates after
/// minutes, and their records would have to wait that long.
/// </summary>
public static class LearnedTemplates
{
    /// <summary>Gives templates and sampling to another collector; what has no room there is left.</summary>
    /// <param name="from">Who has learned; not used any more.</param>
    /// <param name="to">Who goes on; has not received anything yet.</param>
    public static void Pass(Collector from, Collector to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        foreach (Exporter exporter in from.Exporters.All)
        {
            ObservationDomain domain = exporter.Domain;
            if (domain.Templates.Count == 0 || to.Exporters.FindOrAdd(exporter.Key, 0) is not Exporter next)
            {
                continue;
            }

            foreach (Template template in domain.Templates.All)
            {
                to.Restore(exporter.Key, template, template.LastAnnounced);
            }

            foreach ((ulong sampler, ulong interval) in domain.Samplers.Samplers)
            {
                next.Domain.Samplers.Learn(sampler, interval);
            }

            next.Domain.Samplers.Learn(null, domain.Samplers.DomainInterval);
            next.Domain.SystemInitTime = domain.SystemInitTime;
        }
    }
}
