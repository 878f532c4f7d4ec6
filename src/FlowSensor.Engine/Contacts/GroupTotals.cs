using FlowSensor.Engine.Contacts.Institutions;
using FlowSensor.Engine.Routes;
using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Contacts;

/// <summary>
/// Traffic by next hop and by the institution of the source. What has no known one is a group of its own, and so is what there
/// is no room for, so that the groups always sum to the service's total. A source counts under the first next hop that was
/// reported with it in the span.
/// </summary>
/// <param name="directory">The institutions.</param>
/// <param name="tables">Routes, for the next hop behind which a source is.</param>
/// <param name="maximum">Most groups of each kind that are kept apart in a span: those with most flows.</param>
public sealed class GroupTotals(ContactDirectory directory, RouterTables tables, int maximum = GroupTotals.DefaultMaximum)
{
    /// <summary>Groups of each kind that are kept apart in a span unless said otherwise.</summary>
    public const int DefaultMaximum = 512;

    private static readonly IpAddress Unspecified = IpAddress.FromIPv4(0);

    /// <summary>Groups by these; null where there is neither an institution nor a router, and so nothing to group by.</summary>
    public static GroupTotals? For(ContactDirectory directory, RouterTables tables)
    {
        ArgumentNullException.ThrowIfNull(directory);
        ArgumentNullException.ThrowIfNull(tables);
        return directory.Institutions.Count + tables.States.Count == 0 ? null : new GroupTotals(directory, tables);
    }

    /// <summary>The groups of a span, by service and direction, then kind, then flows.</summary>
    public IReadOnlyList<GroupTotal> Of(TrafficSpan span)
    {
        ArgumentNullException.ThrowIfNull(span);
        TrafficPools pools = span.Tables.Pools;
        (GroupSums byNextHop, GroupSums byInstitution) = GroupSums.Of(span.Tables, source => Institution(source) + 1);
        List<GroupTotal> totals = [];
        Append(totals, span, GroupSubject.NextHop, byNextHop, group => NameOf(pools.NextHops[(ushort)group]));
        Append(totals, span, GroupSubject.Institution, byInstitution, group => group == 0 ? GroupTotal.Unknown : directory.Institutions[group - 1].Name);
        return [.. totals.OrderBy(static total => total.ServiceDirection.Index).ThenBy(static total => total.By)
            .ThenByDescending(static total => total.Counts.Flows).ThenBy(static total => total.Name, StringComparer.Ordinal)];
    }

    /// <summary>Name of the institution of a source; empty when unknown.</summary>
    public string InstitutionOf(IpAddress source) => Institution(source) is int found and >= 0 ? directory.Institutions[found].Name : "";

    private static string NameOf(IpAddress nextHop) => nextHop.IsNone || nextHop == Unspecified ? GroupTotal.Unknown : nextHop.ToString();

    // The next hop of a flow leads to its destination and says nothing about whose the source is; that of the route to the source does.
    private int Institution(IpAddress source)
    {
        int found = directory.Find(source);
        return found < 0 && tables.TryFind(source, out RouteAnswer route) ? directory.FindNextHop(route.Route.NextHop) : found;
    }

    private void Append(List<GroupTotal> totals, TrafficSpan span, GroupSubject by, GroupSums sums, Func<int, string> nameOf)
    {
        Dictionary<(int ServiceDirection, int Group), TrafficCounts> byService = sums.ByService(span.Tables.Pools.Classifier);
        int all = span.ServiceDirections.Count - 1;
        HashSet<int> kept =
        [
            .. byService.Where(sum => sum.Key.ServiceDirection == all && sum.Key.Group != 0).OrderByDescending(static sum => sum.Value.Flows)
                .ThenBy(static sum => sum.Key.Group).Take(maximum).Select(static sum => sum.Key.Group),
        ];
        Dictionary<(int ServiceDirection, string Name), TrafficCounts> named = [];
        foreach (((int service, int group), TrafficCounts counts) in byService)
        {
            string name = nameOf(group);
            name = name == GroupTotal.Unknown || kept.Contains(group) ? name : GroupTotal.Other;
            TrafficCounts sum = named.GetValueOrDefault((service, name));
            sum.Add(in counts);
            named[(service, name)] = sum;
        }

        totals.AddRange(named.Select(sum => new GroupTotal(span.ServiceDirections[sum.Key.ServiceDirection], by, sum.Key.Name, sum.Value)));
    }
}
