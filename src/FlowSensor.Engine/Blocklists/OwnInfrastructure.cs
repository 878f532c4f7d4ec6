using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Routes;
using FlowSensor.Engine.Storage;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Blocklists;

/// <summary>Addresses that a list must never name: a network that blocks its own servers and routers is down.</summary>
public static class OwnInfrastructure
{
    /// <summary>Own mail servers, trusted relays, routers that are polled, exporters that are stored, and loopback.</summary>
    /// <exception cref="StoreException">The store failed.</exception>
    public static IReadOnlyList<IpPrefix> Of(SensorOptions options, StoreReader store)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(store);
        List<IpPrefix> own = [Host(IpAddress.Parse("127.0.0.1")), Host(IpAddress.Parse("::1")), .. options.Abuse.Trusted];
        own.AddRange(options.Mail.Servers.Select(Host));
        own.AddRange(new ExportersQuery(store).Ask(new TimeRange(0, null)).Rows
            .Select(static exporter => IpAddress.TryParse(exporter.Exporter, out IpAddress address) ? address : default)
            .Where(static address => !address.IsNone).Distinct().Select(Host));
        foreach (SnmpRouterOptions router in options.Snmp.Routers)
        {
            own.AddRange(router.Exporters.Select(Host));
            if (router.Address is not null)
            {
                own.Add(Host(IpAddress.From(router.Address.Address)));
            }
        }

        return own;
    }

    private static IpPrefix Host(IpAddress address) => new(address, address.IsIPv4 ? 32 : 128);
}
