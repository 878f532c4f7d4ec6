using System.Net;
using FlowSensor.Engine.Configuration;

namespace FlowSensor.Dashboard.Access;

/// <summary>How access to the dashboard is configured.</summary>
/// <param name="options">The section <c>dashboard</c>.</param>
internal sealed class AccessRules(DashboardOptions options)
{
    /// <summary>Where the dashboard listens.</summary>
    public IPEndPoint EndPoint { get; } = options.Listen ?? DashboardOptions.Default;

    /// <summary>True when everyone who reaches the port is admin: it is bound to this machine's own address, and there are no users.</summary>
    public bool IsOpen => IPAddress.IsLoopback(EndPoint.Address);

    /// <summary>True for those who may have the instruments without logging in.</summary>
    public bool MayScrape(ConnectionInfo connection) => connection.RemoteIpAddress is IPAddress address && IPAddress.IsLoopback(address);
}
