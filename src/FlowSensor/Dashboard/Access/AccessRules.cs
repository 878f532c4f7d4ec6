using System.Net;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Storage;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Dashboard.Access;

/// <summary>How access to the dashboard is configured.</summary>
/// <param name="options">The section <c>dashboard</c>.</param>
/// <param name="users">Who could log in.</param>
internal sealed class AccessRules(DashboardOptions options, UserDirectory users)
{
    /// <summary>The section <c>dashboard</c>.</summary>
    public DashboardOptions Options { get; } = options;

    /// <summary>Where the dashboard listens.</summary>
    public IPEndPoint EndPoint { get; } = options.Listen ?? DashboardOptions.Default;

    /// <summary>
    /// True when everyone who reaches the port is admin: only this machine can, and there are no users. Asked at each request, so that the first
    /// user closes it.
    /// </summary>
    public bool IsOpen => Options.IsLocal && !Options.BehindProxy.IsOn && !Options.Oidc.IsOn && !users.Any;

    /// <summary>Why the dashboard may not be opened like this; null when it may.</summary>
    /// <exception cref="StoreException">The store failed.</exception>
    public string? Refusal()
    {
        if (Options.Oidc.IsOn || (Options.IsLocal && !Options.BehindProxy.IsOn) || users.Any)
        {
            return null;
        }

        return $"The dashboard on {EndPoint} can be reached from other machines, so it needs users; "
            + "add one with 'flowsensor user add NAME --role admin', or set dashboard.users or dashboard.oidc.";
    }

    /// <summary>True for those who may have the instruments without logging in.</summary>
    public bool MayScrape(ConnectionInfo connection) =>
        Options.Metrics == MetricsAccess.Open
        || (!Options.BehindProxy.IsOn && connection.RemoteIpAddress is IPAddress address && IPAddress.IsLoopback(address));

    /// <summary>True for the address of a declared reverse proxy.</summary>
    public bool IsProxy(IPAddress? address) =>
        address is not null && Options.BehindProxy.Networks.Exists(network => network.Contains(IpAddress.From(address)));
}
