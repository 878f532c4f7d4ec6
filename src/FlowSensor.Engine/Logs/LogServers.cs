using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Logs;

/// <summary>
/// Addresses of the servers that logs are of. Most lines name a host, not an address: it is the one configured, or the one that another
/// line of the host told (Dovecot's lip, postscreen's CONNECT). A host of which nothing is known gets a stand-in of the discard prefix
/// (RFC 6666) and is shown by its name.
/// </summary>
internal sealed class LogServers
{
    private const int MostHosts = 1_024;
    private const ulong DiscardPrefix = 0x0100_0000_0000_0000;

    private readonly NameTable _hosts = new(MostHosts);
    private readonly IpAddress[] _addresses = new IpAddress[MostHosts + 1];
    private IpAddress _ipv4;
    private IpAddress _ipv6;

    /// <summary>Makes the table.</summary>
    /// <param name="servers">The server of all lines: none, one address, or one of each family.</param>
    public LogServers(IEnumerable<IpAddress> servers) => Use(servers);

    /// <summary>True when every line is of a server whose address is known.</summary>
    public bool IsConfigured => !_ipv4.IsNone;

    /// <summary>Takes what follows for lines of another log.</summary>
    /// <param name="servers">Its server: none, one address, or one of each family.</param>
    public void Use(params IEnumerable<IpAddress> servers)
    {
        _ipv4 = default;
        _ipv6 = default;
        foreach (IpAddress server in servers)
        {
            _ipv4 = _ipv4.IsNone || server.IsIPv4 ? server : _ipv4;
            _ipv6 = _ipv6.IsNone || !server.IsIPv4 ? server : _ipv6;
        }
    }

    /// <summary>The server of a line.</summary>
    /// <param name="host">Host the line names.</param>
    /// <param name="client">Its client: tells which of two addresses it reached.</param>
    /// <param name="told">Address the line itself tells; none when it does not.</param>
    public IpAddress Of(ReadOnlySpan<byte> host, IpAddress client, IpAddress told)
    {
        if (IsConfigured)
        {
            return client.IsNone || client.IsIPv4 ? _ipv4 : _ipv6;
        }

        int number = _hosts.Find(host);
        ref IpAddress known = ref _addresses[number];
        if (!told.IsNone)
        {
            known = known.IsNone || IsStandIn(known) ? told : known;
            return told;
        }

        if (known.IsNone)
        {
            known = new IpAddress(DiscardPrefix, (ulong)number + 1);
        }

        return known;
    }

    /// <summary>True for an address that stands for a host whose own is not known.</summary>
    public static bool IsStandIn(IpAddress address) => address.High == DiscardPrefix;

    /// <summary>An address, or the name of the host it stands for.</summary>
    public string NameOf(IpAddress address)
    {
        if (!IsStandIn(address))
        {
            return address.ToString();
        }

        string name = _hosts.NameOf((int)address.Low - 1);
        return name.Length > 0 ? name : "(unnamed)";
    }
}
