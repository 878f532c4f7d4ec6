namespace FlowSensor.Engine.Abuse.Statistics;

/// <summary>Reports and what came of them. Times are medians, null where there is nothing to take one of.</summary>
/// <param name="Sent">Reports sent.</param>
/// <param name="Answered">Of these, answered.</param>
/// <param name="Stopped">Of these, the host stopped.</param>
/// <param name="Recurred">Of these, it began again.</param>
/// <param name="ToReport">From the first sight of a host to the report.</param>
/// <param name="ToSilence">From the first sight of a host to its silence.</param>
/// <param name="ReportToSilence">From the report to the silence; not under zero: what stopped before stopped without us.</param>
public sealed record ReportOutcomes(int Sent, int Answered, int Stopped, int Recurred, TimeSpan? ToReport, TimeSpan? ToSilence, TimeSpan? ReportToSilence);
