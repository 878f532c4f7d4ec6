using FlowSensor.Engine.Routes;
using Route = FlowSensor.Engine.Routes.Route;

namespace FlowSensor.Dashboard.Answers;

/// <summary>A route of a router.</summary>
/// <param name="View">The router.</param>
/// <param name="Route">The route.</param>
internal readonly record struct RouteLine(RouterView View, Route Route);
