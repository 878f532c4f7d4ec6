namespace FlowSensor.Dashboard.Components.Charts;

/// <summary>One line of a chart, reduced to the points that its width can show.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Color">1 to 8, a colour of the theme.</param>
/// <param name="Values">A value for each time of the chart; null where there is none.</param>
/// <param name="Low">The least of what a value stands for; null to draw no band.</param>
/// <param name="High">The most of what a value stands for.</param>
public sealed record ChartSeries(string Name, int Color, IReadOnlyList<double?> Values, IReadOnlyList<double?>? Low = null, IReadOnlyList<double?>? High = null);
