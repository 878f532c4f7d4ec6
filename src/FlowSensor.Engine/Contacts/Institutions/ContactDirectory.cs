using FlowSensor.Engine.Routes.Lookup;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Contacts.Institutions;

/// <summary>All institutions, found by most specific network or by next hop. Immutable; finding allocates nothing.</summary>
public sealed class ContactDirectory
{
    private readonly (int Institution, IpPrefix Network)[] _claims;
    private readonly Dictionary<IpAddress, int> _nextHops = [];
    private readonly PrefixTrie _ipv4;
    private readonly PrefixTrie _ipv6;

    /// <summary>Indexes the institutions; of two that claim the same, the first has it.</summary>
    public ContactDirectory(IReadOnlyList<Institution> institutions)
    {
        Institutions = institutions;
        var claims = new List<(int Institution, IpPrefix Network)>();
        for (int i = 0; i < institutions.Count; i++)
        {
            foreach (IpPrefix network in institutions[i].Networks)
            {
                claims.Add((i, network));
            }

            foreach (IpAddress hop in institutions[i].NextHops)
            {
                _nextHops.TryAdd(hop, i);
            }
        }

        // Of equal prefixes the trie takes the highest value, so the first claim is put last.
        claims.Reverse();
        _claims = [.. claims];
        _ipv4 = PrefixTrieBuilder.Build([.. Keys().Where(key => key.IPv4).Select(key => key.Key)]);
        _ipv6 = PrefixTrieBuilder.Build([.. Keys().Where(key => !key.IPv4).Select(key => key.Key)]);
    }

    /// <summary>No institutions.</summary>
    public static ContactDirectory Empty { get; } = new([]);

    /// <summary>The institutions, in the order of the files.</summary>
    public IReadOnlyList<Institution> Institutions { get; }

    /// <summary>The number of the institution whose network holds the address most specifically, or -1.</summary>
    public int Find(IpAddress address)
    {
        int claim = FindClaim(address);
        return claim < 0 ? -1 : _claims[claim].Institution;
    }

    /// <summary>The institution whose network holds the address most specifically.</summary>
    public bool TryFind(IpAddress address, out Institution institution, out IpPrefix network)
    {
        int claim = FindClaim(address);
        institution = claim < 0 ? null! : Institutions[_claims[claim].Institution];
        network = claim < 0 ? default : _claims[claim].Network;
        return claim >= 0;
    }

    /// <summary>The number of the institution behind a next hop, or -1.</summary>
    public int FindNextHop(IpAddress nextHop) => _nextHops.TryGetValue(nextHop, out int institution) ? institution : -1;

    private int FindClaim(IpAddress address) => address.IsIPv4
        ? _ipv4.Find((ulong)address.IPv4 << 32, 0)
        : _ipv6.Find(address.High, address.Low);

    private IEnumerable<(bool IPv4, PrefixTrieKey Key)> Keys()
    {
        for (int i = 0; i < _claims.Length; i++)
        {
            IpPrefix network = _claims[i].Network;
            yield return network.IsIPv4
                ? (true, new PrefixTrieKey((ulong)network.Address.IPv4 << 32, 0, network.Length, i))
                : (false, new PrefixTrieKey(network.Address.High, network.Address.Low, network.Length, i));
        }
    }
}
