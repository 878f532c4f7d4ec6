using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Generator.Stores;

/// <summary>Sources of one service over a span.</summary>
/// <param name="service">The service.</param>
internal sealed class SourceSums(ServiceDirection service)
{
    private static readonly ulong[] Bounds = [10, 30, 70, 100, 200, 1000, ulong.MaxValue];
    private static readonly string[] Labels = ["1-10", "11-30", "31-70", "71-100", "101-200", "201-1000", ">1000"];

    private readonly Dictionary<IpAddress, SourceTraffic> _sources = [];

    /// <summary>The service.</summary>
    public ServiceDirection Service => service;

    /// <summary>True where all sources of an hour are kept.</summary>
    public bool IsRolling => service.Service is "smtp" or "dns";

    /// <summary>Number of sources.</summary>
    public int Count => _sources.Count;

    /// <summary>Adds what a source did.</summary>
    public void Add(IpAddress source, TrafficCounts counts, IpAddress nextHop, long start)
    {
        SourceTraffic known = _sources.GetValueOrDefault(source);
        counts.Add(known.Counts);
        _sources[source] = known with
        {
            Source = source,
            Counts = counts,
            Destinations = known.Destinations + 1,
            First = known.First == 0 ? start : known.First,
            Last = start + 59_000,
            NextHop = nextHop,
        };
    }

    /// <summary>Adds the sources of a part of the span.</summary>
    public void Add(SourceSums part)
    {
        foreach (SourceTraffic source in part._sources.Values)
        {
            Add(source.Source, source.Counts, source.NextHop, source.First);
        }
    }

    /// <summary>The total.</summary>
    public ServiceTotal Total()
    {
        TrafficCounts sum = default;
        foreach (SourceTraffic source in _sources.Values)
        {
            sum.Add(source.Counts);
        }

        return new ServiceTotal(service, sum, Count, 0, default, 0);
    }

    /// <summary>The sources.</summary>
    public IReadOnlyList<SourceTraffic> Sources() => [.. _sources.Values];

    /// <summary>The distribution.</summary>
    public IEnumerable<BandTotal> Bands() => Labels.Select((label, band) =>
    {
        SourceTraffic[] within = [.. _sources.Values.Where(source => source.Counts.Flows <= Bounds[band] && (band == 0 || source.Counts.Flows > Bounds[band - 1]))];
        TrafficCounts sum = default;
        foreach (SourceTraffic source in within)
        {
            sum.Add(source.Counts);
        }

        return new BandTotal(service, BandSubject.Source, label, within.Length, sum.Flows, sum.Packets, sum.Octets);
    });

    /// <summary>Next hops, and as many institutions.</summary>
    public IEnumerable<GroupTotal> Groups()
    {
        foreach (IGrouping<IpAddress, SourceTraffic> hop in _sources.Values.GroupBy(static source => source.NextHop))
        {
            TrafficCounts sum = default;
            foreach (SourceTraffic source in hop)
            {
                sum.Add(source.Counts);
            }

            yield return new GroupTotal(service, GroupSubject.NextHop, hop.Key.ToString(), sum);
            yield return new GroupTotal(service, GroupSubject.Institution, $"Institution {hop.Key.IPv4 & 7}", sum);
        }
    }
}
