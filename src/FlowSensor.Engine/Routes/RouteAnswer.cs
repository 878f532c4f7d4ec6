namespace FlowSensor.Engine.Routes;

/// <summary>A route found for an address, and whose it is.</summary>
/// <param name="View">The router.</param>
/// <param name="Route">The route.</param>
public readonly record struct RouteAnswer(RouterView View, Route Route);
