namespace FlowSensor.Engine.Routes.Listing;

/// <summary>A difference between two readings of a table.</summary>
/// <param name="Sign"><c>+</c> for a route that came, <c>-</c> for one that went.</param>
/// <param name="Route">The route.</param>
public readonly record struct RouteChange(char Sign, Route Route);
