namespace FlowSensor.Engine.Reports.Logs;

/// <summary>Lines counted over time.</summary>
/// <param name="Start">Start of the first span.</param>
/// <param name="SpanS">Length of a span in seconds.</param>
/// <param name="Counts">Lines of each span, up to the last that has any.</param>
public sealed record LineCounts(DateTimeOffset Start, long SpanS, IReadOnlyList<int> Counts);
