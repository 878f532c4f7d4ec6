using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Logs.Findings;
using FlowSensor.Engine.Storage.Logs;

namespace FlowSensor.Engine.Output.TimeSeries;

/// <summary>Points of findings in logs, counted by kind and window. Hosts and programs are no tags: anybody may send any.</summary>
/// <param name="recent">Takes them.</param>
/// <param name="window">Length of a window in milliseconds.</param>
internal sealed class LogPoints(RecentPoints recent, long window)
{
    /// <summary>Adds what became known; the end of a gap, which was counted when it began, is nothing new.</summary>
    /// <returns>The newest time of it.</returns>
    public long Add(StoredLogs logs)
    {
        long newest = long.MinValue;
        foreach (LogFinding finding in logs.Findings.Where(static finding => finding.UntilMs is null))
        {
            long start = finding.TimeMs - (((finding.TimeMs % window) + window) % window);
            newest = Math.Max(newest, start);
            recent.Points.Add(new SeriesKey(Measurements.LogFinding, SnakeCase.Of(finding.Kind.ToString())), start, [1, finding.Count]);
        }

        return newest;
    }
}
