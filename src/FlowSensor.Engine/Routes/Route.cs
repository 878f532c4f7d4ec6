using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Routes;

/// <summary>A route as a router or a file tells it.</summary>
/// <param name="Destination">The prefix.</param>
/// <param name="NextHop">The next hop; <c>::</c> when there is none, as for a connected network.</param>
/// <param name="Interface">ifIndex of the way out; 0 when unknown.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Protocol">Where the router has it from.</param>
/// <param name="AgeSeconds">Seconds since it last changed, when the table was read; -1 when unknown.</param>
/// <param name="Metric">First metric; -1 when unused.</param>
public readonly record struct Route(
    IpPrefix Destination, IpAddress NextHop, int Interface, RouteKind Kind, RouteProtocol Protocol, int AgeSeconds, int Metric)
{
    /// <summary>
    /// Size in /24 networks, as the regional list counts it: 256 for a /16, 4 for a /22, 1 for a /24 and for anything smaller.
    /// IPv6 has no such measure: 0.
    /// </summary>
    public long Segments => !Destination.IsIPv4 ? 0 : Destination.Length >= 24 ? 1 : 1L << (24 - Destination.Length);
}
