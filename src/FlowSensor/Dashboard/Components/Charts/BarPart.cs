namespace FlowSensor.Dashboard.Components.Charts;

/// <summary>One part of a bar.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Value">How much.</param>
public sealed record BarPart(string Name, double Value);
