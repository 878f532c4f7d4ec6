using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Collection;

/// <summary>Networks that exporters may send from; an empty list lets everyone.</summary>
public sealed class ExporterAllowList
{
    private readonly IpPrefix[] _networks;
    private IpAddress _latest;

    /// <summary>Takes the networks.</summary>
    public ExporterAllowList(IEnumerable<IpPrefix> networks)
    {
        _networks = [.. networks];
    }

    /// <summary>True when datagrams of this address are wanted.</summary>
    public bool Permits(IpAddress address)
    {
        if (_networks.Length == 0 || address == _latest)
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
