using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Configuration;

/// <summary>The section <c>dashboard.behind_proxy</c>: a reverse proxy that does TLS stands before the dashboard.</summary>
public sealed class DashboardProxyOptions
{
    /// <summary>Where the proxy is. Only it may ask, and its <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are believed. Empty: there is none.</summary>
    public List<IpPrefix> Networks { get; } = [];

    /// <summary>True when a proxy is declared.</summary>
    public bool IsOn => Networks.Count > 0;
}
