using System.Globalization;
using System.Text.Json.Serialization;
using FlowSensor.Engine.Routes;
using FlowSensor.Engine.Routes.Listing;
using FlowSensor.Protocols.Addressing;
using Route = FlowSensor.Engine.Routes.Route;

namespace FlowSensor.Dashboard.Answers;

/// <summary>A line of the regional list; the document of <c>flowsensor routes</c>.</summary>
internal sealed record RouteRow(
    string Router, string Destination, int PrefixLength, string? NextHop, string? Interface, string Type, string Protocol, long? AgeS, long Segments)
{
    /// <summary><c>added</c> or <c>removed</c> in a list of changes; left out elsewhere.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonPropertyOrder(-1)]
    public string? Change { get; init; }

    /// <summary>The line of a route.</summary>
    public static RouteRow Of(RouterView view, Route route) => new(
        view.Router,
        route.Destination.Address.ToString(),
        route.Destination.Length,
        route.NextHop.IsNone ? null : route.NextHop.ToString(),
        view.Interfaces.TryGetValue(route.Interface, out InterfaceName? known) ? known.Name : route.Interface > 0 ? route.Interface.ToString(CultureInfo.InvariantCulture) : null,
        RegionalList.Name(route.Kind),
        RegionalList.Name(route.Protocol),
        route.AgeSeconds >= 0 ? route.AgeSeconds : null,
        route.Segments);

    /// <summary>The route, as far as lists for people print it.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public Route ToRoute() => new(
        new IpPrefix(IpAddress.Parse(Destination), PrefixLength), NextHop is null ? default : IpAddress.Parse(NextHop), 0, default, default, (int)(AgeS ?? -1), -1);
}
