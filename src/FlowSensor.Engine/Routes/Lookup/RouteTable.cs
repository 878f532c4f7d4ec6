using System.Runtime.CompilerServices;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Routes.Lookup;

/// <summary>
/// A router's routes, sorted, with longest-prefix match. Immutable: a new reading makes a new table, and whoever holds the
/// old one may go on using it.
/// </summary>
public sealed class RouteTable
{
    /// <summary>A table without routes.</summary>
    public static RouteTable Empty { get; } = new([]);

    private readonly RouteEntry[] _entries;
    private readonly IpAddress[] _nextHops;
    private readonly PrefixTrie _ipv4;
    private readonly PrefixTrie _ipv6;

    /// <summary>Sorts and indexes the routes. Several routes of a prefix are kept; the match gives the lowest metric.</summary>
    public RouteTable(IReadOnlyCollection<Route> routes)
    {
        _entries = new RouteEntry[routes.Count];
        _nextHops = Pack(routes, _entries);
        Array.Sort(_entries, Compare);
        _ipv4 = PrefixTrieBuilder.Build(Keys(ipv4: true));
        _ipv6 = PrefixTrieBuilder.Build(Keys(ipv4: false));
    }

    /// <summary>Number of routes.</summary>
    public int Count => _entries.Length;

    /// <summary>The distinct next hops, in the order of their first route.</summary>
    public IReadOnlyList<IpAddress> NextHops => _nextHops;

    /// <summary>Octets that the routes and the index take.</summary>
    public long SizeInOctets => (_entries.LongLength * Unsafe.SizeOf<RouteEntry>()) + (_nextHops.LongLength * Unsafe.SizeOf<IpAddress>())
        + _ipv4.SizeInOctets + _ipv6.SizeInOctets;

    /// <summary>The routes in order of address, length, metric and next hop.</summary>
    public Route this[int index]
    {
        get
        {
            RouteEntry entry = _entries[index];
            var address = new IpAddress(entry.High, entry.Low);
            return new Route(
                new IpPrefix(address, address.IsIPv4 ? entry.MappedLength - 96 : entry.MappedLength),
                _nextHops[entry.NextHop],
                entry.Interface,
                (RouteKind)entry.Kind,
                (RouteProtocol)entry.Protocol,
                entry.AgeSeconds,
                entry.Metric);
        }
    }

    /// <summary>The index of the route with the longest prefix that holds the address, or -1. Allocates nothing.</summary>
    public int Find(IpAddress address) => address.IsIPv4
        ? _ipv4.Find((ulong)address.IPv4 << 32, 0)
        : _ipv6.Find(address.High, address.Low);

    /// <summary>The route with the longest prefix that holds the address.</summary>
    public bool TryFind(IpAddress address, out Route route)
    {
        int index = Find(address);
        route = index < 0 ? default : this[index];
        return index >= 0;
    }

    /// <summary>All routes in order.</summary>
    public IEnumerable<Route> All()
    {
        for (int i = 0; i < _entries.Length; i++)
        {
            yield return this[i];
        }
    }

    private static IpAddress[] Pack(IReadOnlyCollection<Route> routes, RouteEntry[] entries)
    {
        var numbers = new Dictionary<IpAddress, int>();
        var nextHops = new List<IpAddress>();
        int count = 0;
        foreach (Route route in routes)
        {
            if (!numbers.TryGetValue(route.NextHop, out int number))
            {
                number = nextHops.Count;
                numbers.Add(route.NextHop, number);
                nextHops.Add(route.NextHop);
            }

            IpAddress address = route.Destination.Address;
            entries[count++] = new RouteEntry(
                address.High,
                address.Low,
                number,
                route.Interface,
                route.AgeSeconds,
                route.Metric,
                (byte)route.Destination.MappedLength,
                (byte)route.Kind,
                (byte)route.Protocol);
        }

        return [.. nextHops];
    }

    private int Compare(RouteEntry left, RouteEntry right)
    {
        int order = left.High.CompareTo(right.High);
        order = order != 0 ? order : left.Low.CompareTo(right.Low);
        order = order != 0 ? order : left.MappedLength.CompareTo(right.MappedLength);
        order = order != 0 ? order : left.Metric.CompareTo(right.Metric);
        return order != 0 ? order : _nextHops[left.NextHop].CompareTo(_nextHops[right.NextHop]);
    }

    private PrefixTrieKey[] Keys(bool ipv4)
    {
        var keys = new List<PrefixTrieKey>(_entries.Length);
        for (int i = 0; i < _entries.Length; i++)
        {
            RouteEntry entry = _entries[i];
            var address = new IpAddress(entry.High, entry.Low);
            if (address.IsIPv4 != ipv4)
            {
                continue;
            }

            bool repeats = i > 0
                && _entries[i - 1].High == entry.High
                && _entries[i - 1].Low == entry.Low
                && _entries[i - 1].MappedLength == entry.MappedLength;
            if (!repeats)
            {
                keys.Add(ipv4
                    ? new PrefixTrieKey((ulong)address.IPv4 << 32, 0, entry.MappedLength - 96, i)
                    : new PrefixTrieKey(entry.High, entry.Low, entry.MappedLength, i));
            }
        }

        return [.. keys];
    }
}
