namespace FlowSensor.Engine.Reports;

/// <summary>One step of a curve. Steps without data are left out.</summary>
/// <param name="Time">Start of the step.</param>
/// <param name="Mean">Mean over the part of the step that has data.</param>
/// <param name="Min">The least of one window in it.</param>
/// <param name="Max">The most of one window in it, so that no peak is lost.</param>
public readonly record struct CurvePoint(DateTimeOffset Time, double Mean, double Min, double Max);
