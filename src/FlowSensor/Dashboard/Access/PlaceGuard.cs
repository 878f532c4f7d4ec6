using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace FlowSensor.Dashboard.Access;

/// <summary>
/// Refuses requests that did not come the declared way: past the reverse proxy, through a proxy that nobody declared, or to a name that somebody
/// else's DNS points at this machine.
/// </summary>
/// <param name="rules">How access is configured.</param>
internal sealed class PlaceGuard(AccessRules rules) : IMiddleware
{
    private static readonly string[] MarksOfProxies = ["X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Forwarded", "Via"];

    /// <summary>Keeps where a connection really comes from, before what the proxy says is believed.</summary>
    public static Task KeepPeerAsync(HttpContext context, RequestDelegate next)
    {
        context.Items[typeof(PlaceGuard)] = context.Connection.RemoteIpAddress;
        return next(context);
    }

    /// <summary>The proxy's headers, believed only from where it is.</summary>
    public static ForwardedHeadersOptions Forwarded(AccessRules rules)
    {
        ForwardedHeadersOptions options = new() { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
        options.KnownIPNetworks.Clear();
        options.KnownProxies.Clear();
        foreach (Protocols.Addressing.IpPrefix network in rules.Options.BehindProxy.Networks)
        {
            options.KnownIPNetworks.Add(new System.Net.IPNetwork(network.Address.ToIPAddress(), network.Length));
        }

        return options;
    }

    /// <inheritdoc/>
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        string? trouble = IsHealth(context.Request) ? null : Trouble(context);
        return trouble is null ? next(context) : Refusals.WriteAsync(context, StatusCodes.Status403Forbidden, "Not from here", trouble);
    }

    /// <summary>True for a request that came the declared way. Those for the sensor's health are answered in any case, but told less.</summary>
    public bool IsDeclared(HttpContext context) => Trouble(context) is null;

    private static bool IsHealth(HttpRequest request) => request.Path == HealthEndpoints.AlivePath || request.Path == HealthEndpoints.ReadyPath;

    private string? Trouble(HttpContext context)
    {
        if (rules.Options.BehindProxy.IsOn && !rules.Options.Tls.IsOn)
        {
            if (!rules.IsProxy(context.Items[typeof(PlaceGuard)] as IPAddress))
            {
                return "The dashboard is reached through its reverse proxy only; use the proxy's address.";
            }

            return context.Request.IsHttps ? null : "The reverse proxy did not say that it was asked over TLS; let it set X-Forwarded-Proto to https.";
        }

        if (!rules.IsOpen)
        {
            return null;
        }

        if (Array.Exists(MarksOfProxies, context.Request.Headers.ContainsKey))
        {
            return "A proxy stands before a dashboard without users; declare it in dashboard.behind_proxy.networks and add users.";
        }

        return IsThisMachine(context.Request.Host.Host) ? null : "A dashboard without users is called by its address or as localhost only; add users to call it otherwise.";
    }

    // A page elsewhere can have its own name point here, and would then count as ours.
    private static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));
}
