namespace FlowSensor.Engine.Reports;

/// <summary>A named curve of at most as many points as were asked for.</summary>
/// <param name="Service">Service, or what else the curve is of.</param>
/// <param name="Direction"><c>request</c>, <c>response</c> or <c>any</c>; empty where it has none.</param>
/// <param name="Points">Its steps, in order of time.</param>
public sealed record Curve(string Service, string Direction, IReadOnlyList<CurvePoint> Points);
