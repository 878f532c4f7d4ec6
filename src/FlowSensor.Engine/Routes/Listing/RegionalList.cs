using System.Globalization;
using FlowSensor.Engine.Csv;
using FlowSensor.Engine.Routes.Sources;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Routes.Listing;

/// <summary>The regional list: next hop, destination, netmask and the number of /24 networks, and its other forms.</summary>
public static class RegionalList
{
    /// <summary>The header of <see cref="WriteCsv"/>.</summary>
    public const string CsvHeader = "router,destination,prefix_length,next_hop,interface,type,protocol,age_s,segments";

    /// <summary>Writes the list as published: <c>NextHop, Dest, Netmask, Seg</c>. IPv6 has a length for a mask and no segments.</summary>
    public static void WriteText(TextWriter output, IEnumerable<Route> routes)
    {
        output.WriteLine($"{"NextHop",-24} {"Dest",-24} {"Netmask",-16} {"Seg",8}");
        foreach (Route route in routes)
        {
            WriteLine(output, route);
        }
    }

    /// <summary>Writes what changed, each line with its sign.</summary>
    public static void WriteChanges(TextWriter output, IEnumerable<RouteChange> changes)
    {
        foreach (RouteChange change in changes)
        {
            output.Write(change.Sign);
            output.Write(' ');
            WriteLine(output, change.Route);
        }
    }

    /// <summary>Writes one CSV line a route.</summary>
    public static void WriteCsv(TextWriter output, RouterView view, IEnumerable<Route> routes)
    {
        foreach (Route route in routes)
        {
            output.WriteLine(string.Join(',', CsvRow(view, route).Select(CsvText.Quoted)));
        }
    }

    /// <summary>The cells of a route under <see cref="CsvHeader"/>.</summary>
    public static IReadOnlyList<string> CsvRow(RouterView view, Route route) =>
    [
        view.Router, route.Destination.Address.ToString(), Plain(route.Destination.Length), Hop(route), Plain(route.Interface), RouteText.Name(route.Kind),
        RouteText.Name(route.Protocol), Plain(route.AgeSeconds), Plain(route.Segments),
    ];

    /// <summary>The next hop as text; empty when there is none.</summary>
    public static string Hop(Route route) => route.NextHop.IsNone ? "" : route.NextHop.ToString();

    /// <summary>A route's kind as lists print it: lower case.</summary>
    public static string Name(RouteKind kind) => RouteText.Name(kind);

    /// <summary>A route's protocol as lists print it: lower case.</summary>
    public static string Name(RouteProtocol protocol) => RouteText.Name(protocol);

    /// <summary>The netmask as text: dotted for IPv4, a length for IPv6.</summary>
    public static string Netmask(IpPrefix prefix) => prefix.IsIPv4
        ? IpAddress.FromIPv4(prefix.Length == 0 ? 0 : uint.MaxValue << (32 - prefix.Length)).ToString()
        : string.Create(CultureInfo.InvariantCulture, $"/{prefix.Length}");

    private static string Plain(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static void WriteLine(TextWriter output, Route route)
    {
        string hop = Hop(route) is { Length: > 0 } text ? text : "connected";
        string segments = route.Destination.IsIPv4 ? route.Segments.ToString(CultureInfo.InvariantCulture) : "-";
        output.WriteLine($"{hop + ",",-24} {route.Destination.Address + ",",-24} {Netmask(route.Destination) + ",",-16} {segments,8}");
    }
}
