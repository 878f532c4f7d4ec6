using System.Globalization;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Abuse.Reporting;

/// <summary>Names own hosts that are not the reported one by numbers, in the order they appear: a desk elsewhere need not know them.</summary>
/// <param name="own">The own networks.</param>
/// <param name="reported">The host that the report is about, which keeps its address.</param>
internal sealed class Pseudonyms(IReadOnlyList<IpPrefix> own, IpAddress reported)
{
    private readonly Dictionary<IpAddress, string> _names = [];

    /// <summary>The name of an address.</summary>
    public string Of(IpAddress address)
    {
        if (address == reported || !own.Any(network => network.Contains(address)))
        {
            return address.ToString();
        }

        if (!_names.TryGetValue(address, out string? name))
        {
            name = string.Create(CultureInfo.InvariantCulture, $"own-host-{_names.Count + 1}");
            _names.Add(address, name);
        }

        return name;
    }
}
