using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Collection;

/// <summary>Networks that exporters may send from; an empty list lets everyone, or nobody where it is to deny by default.</summary>
public sealed class ExporterAllowList
{
    private readonly IpPrefix[] _networks;
    private readonly bool _allowsAll;
    private IpAddress _latest;

    /// <summary>Takes the networks.</summary>
    /// <param name="networks">Who may send.</param>
    /// <param name="denyByDefault">An empty list lets nobody.</param>
    public ExporterAllowList(IEnumerable<IpPrefix> networks, bool denyByDefault = false)
    {
        _networks = [.. networks];
        _allowsAll = _networks.Length == 0 && !denyByDefault;
    }

    /// <summary>True when datagrams of this address are wanted.</summary>
    public bool Permits(IpAddress address)
    {
        if (_allowsAll || (address == _latest && !address.IsNone))
        {
            return true;
        }

        foreach (IpPrefix network in _networks)
        {
            if (network.Contains(address))
            {
                _latest = address;
                return true;
            }
        }

        return false;
    }
}
