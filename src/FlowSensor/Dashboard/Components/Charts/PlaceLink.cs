namespace FlowSensor.Dashboard.Components.Charts;

/// <summary>A line of a topology picture.</summary>
/// <param name="From">Number of the place on its left.</param>
/// <param name="To">Number of the place on its right.</param>
/// <param name="Words">What it stands for.</param>
/// <param name="Weight">How much, to draw it by.</param>
public sealed record PlaceLink(int From, int To, string Words, double Weight);
