using FlowSensor.Engine.Contacts.Institutions;
using FlowSensor.Engine.Routes;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Flows;

namespace FlowSensor.Engine.Contacts;

/// <summary>
/// Traffic by institution of the source and by next hop of the destination. Unknown ones are a group of their own, so that
/// the groups always sum to all traffic; next hops beyond the maximum are summed as <c>other</c>. One thread adds.
/// </summary>
/// <param name="directory">The institutions.</param>
/// <param name="tables">Routes, for the next hop behind which a source is.</param>
/// <param name="maximumNextHops">Most next hops kept apart.</param>
public sealed class GroupTotals(ContactDirectory directory, RouterTables tables, int maximumNextHops = 1_024)
{
    private readonly Sums[] _institutions = new Sums[directory.Institutions.Count + 1];
    private readonly Dictionary<IpAddress, int> _numbers = [];
    private readonly List<IpAddress> _nextHops = [];
    private readonly Sums[] _byNextHop = new Sums[maximumNextHops + 2];

    /// <summary>Flow records whose source belongs to no institution.</summary>
    public long UnknownInstitution => _institutions[^1].Flows;

    /// <summary>Flow records that tell no next hop and whose destination is in no route.</summary>
    public long UnknownNextHop => _byNextHop[0].Flows;

    /// <summary>Adds one flow record.</summary>
    public void Add(in FlowRecord record)
    {
        int institution = Institution(record.Source);
        _institutions[institution < 0 ? ^1 : institution].Add(record);
        _byNextHop[NextHop(record)].Add(record);
    }

    /// <summary>The number of the institution that an address belongs to, by network or by the next hop of its route; -1 when unknown.</summary>
    public int Institution(IpAddress address)
    {
        int found = directory.Find(address);
        return found < 0 && tables.TryFind(address, out RouteAnswer route) ? directory.FindNextHop(route.Route.NextHop) : found;
    }

    /// <summary>Sums by institution; the last is <c>unknown</c>.</summary>
    public IReadOnlyList<GroupTotal> ByInstitution() =>
        [.. _institutions.Select((sums, i) => sums.Named(i < directory.Institutions.Count ? directory.Institutions[i].Name : "unknown"))];

    /// <summary>Sums by next hop; the first is <c>unknown</c>, the second <c>other</c>.</summary>
    public IReadOnlyList<GroupTotal> ByNextHop() =>
    [
        _byNextHop[0].Named("unknown"),
        _byNextHop[1].Named("other"),
        .. _nextHops.Select((hop, i) => _byNextHop[i + 2].Named(hop.ToString())),
    ];

    private int NextHop(in FlowRecord record)
    {
        IpAddress hop = record.NextHop;
        if (hop.IsNone || hop == IpAddress.FromIPv4(0))
        {
            if (!tables.TryFind(record.Destination, out RouteAnswer route))
            {
                return 0;
            }

            hop = route.Route.NextHop;
        }

        if (_numbers.TryGetValue(hop, out int number))
        {
            return number;
        }

        if (_nextHops.Count == maximumNextHops)
        {
            return 1;
        }

        _nextHops.Add(hop);
        _numbers.Add(hop, _nextHops.Count + 1);
        return _nextHops.Count + 1;
    }

    private struct Sums
    {
        internal long Flows;
        private long _packets;
        private long _octets;

        internal void Add(in FlowRecord record)
        {
            Flows++;
            _packets += (long)record.Packets;
            _octets += (long)record.Octets;
        }

        internal readonly GroupTotal Named(string name) => new(name, Flows, _packets, _octets);
    }
}
