namespace FlowSensor.Dashboard.Components.Charts;

/// <summary>One bar.</summary>
/// <param name="Name">What it is of.</param>
/// <param name="Parts">Its parts in order; the same in all bars of a chart.</param>
public sealed record BarRow(string Name, IReadOnlyList<BarPart> Parts);
