using System.Runtime.InteropServices;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Traffic;

/// <summary>
/// Sums of groups of rows by service and direction. A row is what one source sent in one traffic class, and has the first next
/// hop that was reported with it. The sums over all groups are the totals of the services.
/// </summary>
internal sealed class GroupSums
{
    private readonly Dictionary<(int Class, int Group), TrafficCounts> _byClass = [];

    /// <summary>Adds a row.</summary>
    public void Add(ushort trafficClass, int group, in TrafficCounts counts) =>
        CollectionsMarshal.GetValueRefOrAddDefault(_byClass, (trafficClass, group), out _).Add(in counts);

    /// <summary>Sums by service and direction, and group.</summary>
    public Dictionary<(int ServiceDirection, int Group), TrafficCounts> ByService(TrafficClassifier classifier)
    {
        Dictionary<(int ServiceDirection, int Group), TrafficCounts> sums = [];
        foreach (((int trafficClass, int group), TrafficCounts counts) in _byClass)
        {
            foreach (int service in classifier[(ushort)trafficClass].Members)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(sums, (service, group), out _).Add(in counts);
            }
        }

        return sums;
    }

    /// <summary>Sums a span by next hop, with the numbers of the next hop table, and by a grouping of sources.</summary>
    /// <param name="tables">The span.</param>
    /// <param name="groupOf">The group of a source; 0 also takes what found no row.</param>
    public static (GroupSums ByNextHop, GroupSums BySource) Of(TrafficTables tables, Func<IpAddress, int> groupOf)
    {
        GroupSums byNextHop = new();
        GroupSums bySource = new();
        SourceTable sources = tables.Sources;
        for (uint head = 0; head < (uint)sources.SourceCount; head++)
        {
            int group = groupOf(sources.Head(head).Source);
            SourceRowCursor rows = sources.RowsOf(head);
            while (rows.MoveNext())
            {
                TrafficCounts counts = sources.CountsOf(rows.Row);
                byNextHop.Add(rows.Class, sources[rows.Row].NextHop, in counts);
                bySource.Add(rows.Class, group, in counts);
            }
        }

        ReadOnlySpan<TrafficCounts> others = sources.Other;
        for (int trafficClass = 0; trafficClass < others.Length; trafficClass++)
        {
            if (others[trafficClass].Flows > 0)
            {
                byNextHop.Add((ushort)trafficClass, 0, in others[trafficClass]);
                bySource.Add((ushort)trafficClass, 0, in others[trafficClass]);
            }
        }

        return (byNextHop, bySource);
    }
}
