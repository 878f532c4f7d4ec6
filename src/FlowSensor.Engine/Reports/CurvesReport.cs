namespace FlowSensor.Engine.Reports;

/// <summary>Curves over one time with the same steps.</summary>
/// <param name="From">Start of the time.</param>
/// <param name="To">Its end.</param>
/// <param name="StepS">Length of a step in seconds.</param>
/// <param name="Curves">The curves.</param>
public sealed record CurvesReport(DateTimeOffset From, DateTimeOffset To, long StepS, IReadOnlyList<Curve> Curves);
