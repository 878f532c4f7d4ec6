namespace FlowSensor.Engine.Traffic;

/// <summary>
/// The traffic of a span of time and the questions it answers. Answers are computed when first asked, do not depend on the
/// order of a hash table, and may be kept; the enumerations read the tables in place.
/// </summary>
public abstract class TrafficSpan
{
    /// <summary>Every service and direction that can hold traffic, by <see cref="ServiceDirection.Index"/>.</summary>
    public abstract IReadOnlyList<ServiceDirection> ServiceDirections { get; }

    /// <summary>Distinct sources with a row of their own.</summary>
    public abstract long SourceCount { get; }

    /// <summary>Totals by exporter, service, direction and scope, in that order.</summary>
    public abstract IReadOnlyList<ScopeTotal> Totals { get; }

    /// <summary>Totals of the services and directions that saw traffic, in the order of the services; <c>all</c> is the last.</summary>
    public abstract IReadOnlyList<ServiceTotal> Services { get; }

    /// <summary>Distributions by source and, where kept, by pair; every band of a service that saw traffic, empty ones too.</summary>
    public abstract IReadOnlyList<BandTotal> Bands { get; }

    /// <summary>The sources with most flows, then octets, then by address.</summary>
    /// <param name="serviceDirection">Service and direction.</param>
    /// <param name="count">How many; 0 for all.</param>
    public abstract IReadOnlyList<SourceTraffic> TopSources(ServiceDirection serviceDirection, int count);

    /// <summary>The top sources of the options and every further one over <see cref="TrafficOptions.KeepOverFlows"/>.</summary>
    public abstract IReadOnlyList<SourceTraffic> KeptSources(ServiceDirection serviceDirection);

    /// <summary>The pairs with most flows, then octets, then by addresses.</summary>
    /// <param name="serviceDirection">Service and direction.</param>
    /// <param name="count">How many; 0 for all.</param>
    public abstract IReadOnlyList<PairTraffic> TopPairs(ServiceDirection serviceDirection, int count);

    /// <summary>Every source of a service and direction, in no particular order, without allocation.</summary>
    public abstract SourceEnumerator Sources(ServiceDirection serviceDirection);

    /// <summary>Every pair of a service and direction, in no particular order, without allocation.</summary>
    public abstract PairEnumerator Pairs(ServiceDirection serviceDirection);

    /// <summary>The service and direction of that name, or null.</summary>
    public ServiceDirection? Find(string service, TrafficDirection direction)
    {
        foreach (ServiceDirection candidate in ServiceDirections)
        {
            if (candidate.Direction == direction && candidate.Service == service)
            {
                return candidate;
            }
        }

        return null;
    }
}
