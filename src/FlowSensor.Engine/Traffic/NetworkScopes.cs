using System.Runtime.CompilerServices;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Traffic;

/// <summary>
/// Scope of a flow from the own prefixes. A table over the leading 16 bits of each family answers nearly always (all own, all
/// foreign); only inside a mixed block the sorted ranges are searched.
/// </summary>
internal sealed class NetworkScopes
{
    private const byte Foreign = 0;
    private const byte Own = 1;
    private const byte Mixed = 2;
    private readonly byte[] _ipv4Blocks = new byte[65_536];
    private readonly byte[] _ipv6Blocks = new byte[65_536];
    private readonly AddressRange[] _ipv4;
    private readonly AddressRange[] _ipv6;

    public NetworkScopes(IEnumerable<IpPrefix> networks)
    {
        ILookup<bool, IpPrefix> families = networks.ToLookup(network => network.IsIPv4);
        _ipv4 = Ranges(families[true]);
        _ipv6 = Ranges(families[false]);
        if (_ipv4.Length + _ipv6.Length == 0)
        {
            // All blocks are foreign already.
            return;
        }

        for (uint block = 0; block <= ushort.MaxValue; block++)
        {
            uint ipv4 = block << 16;
            ulong high = (ulong)block << 48;
            _ipv4Blocks[block] = Coverage(_ipv4, IpAddress.FromIPv4(ipv4), IpAddress.FromIPv4(ipv4 | 0xFFFF));
            _ipv6Blocks[block] = Coverage(_ipv6, new IpAddress(high, 0), new IpAddress(high | 0xFFFF_FFFF_FFFF, ulong.MaxValue));
        }
    }

    /// <summary>The scope of a flow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TrafficScope Of(in IpAddress source, in IpAddress destination) =>
        _ipv4.Length + _ipv6.Length == 0 ? TrafficScope.Unknown : Find(in source, in destination);

    private TrafficScope Find(in IpAddress source, in IpAddress destination)
    {
        bool from = IsOwn(in source);
        bool to = IsOwn(in destination);
        return from
            ? to ? TrafficScope.Internal : TrafficScope.Outbound
            : to ? TrafficScope.Inbound : TrafficScope.Transit;
    }

    /// <summary>True for an address of the own networks.</summary>
    public bool IsOwn(in IpAddress address)
    {
        bool isIPv4 = address.IsIPv4;
        byte coverage = isIPv4 ? _ipv4Blocks[address.IPv4 >> 16] : _ipv6Blocks[address.High >> 48];
        return coverage == Own || (coverage == Mixed && Coverage(isIPv4 ? _ipv4 : _ipv6, address, address) == Own);
    }

    // Prefixes nest or are apart, so after sorting a nested one lies in the range before it.
    private static AddressRange[] Ranges(IEnumerable<IpPrefix> networks)
    {
        List<AddressRange> apart = [];
        foreach (IpPrefix network in networks.OrderBy(network => network.Address).ThenBy(network => network.MappedLength))
        {
            if (apart.Count == 0 || network.Address > apart[^1].Last)
            {
                apart.Add(new AddressRange(network.Address, LastOf(network)));
            }
        }

        return [.. apart];
    }

    private static IpAddress LastOf(IpPrefix network)
    {
        int length = network.MappedLength;
        ulong highHosts = length >= 64 ? 0 : ulong.MaxValue >> length;
        ulong lowHosts = length >= 128 ? 0 : length <= 64 ? ulong.MaxValue : ulong.MaxValue >> (length - 64);
        return new IpAddress(network.Address.High | highHosts, network.Address.Low | lowHosts);
    }

    private static byte Coverage(AddressRange[] ranges, IpAddress first, IpAddress last)
    {
        int low = 0;
        int high = ranges.Length;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (ranges[middle].First <= last)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        if (low == 0 || ranges[low - 1].Last < first)
        {
            return Foreign;
        }

        return ranges[low - 1].First <= first && ranges[low - 1].Last >= last ? Own : Mixed;
    }

    private readonly record struct AddressRange(IpAddress First, IpAddress Last);
}
