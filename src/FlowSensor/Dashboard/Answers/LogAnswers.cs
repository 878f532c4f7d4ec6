using FlowSensor.Engine.Logs.Findings;
using FlowSensor.Engine.Reports.Logs;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.Logs;

namespace FlowSensor.Dashboard.Answers;

/// <summary>Rare lines and findings in logs.</summary>
internal sealed class LogAnswers(StorePool pool)
{
    /// <summary>Message types that were learned, the rarest and most telling first.</summary>
    /// <param name="top">How many; 0 for all.</param>
    /// <param name="sinceMs">Only types without a line before this time, Unix milliseconds; null for all.</param>
    /// <param name="cancellation">Ends the question.</param>
    public Task<RareLinesReport> RareAsync(int top = 20, long? sinceMs = null, CancellationToken cancellation = default) =>
        pool.AskAsync((store, options) => RareLinesReport.Of(new LogStateQuery(store).Lines(options.Logs.ToMining()).Types, top, sinceMs), cancellation);

    /// <summary>What was found while lines were read, the newest first: new types, gaps, overload.</summary>
    /// <param name="range">Time; everything where nothing is given.</param>
    /// <param name="kind">Only this kind; null for all.</param>
    /// <param name="limit">How many; 0 for all.</param>
    /// <param name="offset">How many to pass over.</param>
    /// <param name="cancellation">Ends the question.</param>
    public async Task<Page<LogFindingRow>> FindingsAsync(TimeRange range, LogFindingKind? kind = null, int limit = 100, int offset = 0, CancellationToken cancellation = default)
    {
        IReadOnlyList<LogFinding> found = await pool.AskAsync((store, _) => new LogStateQuery(store).Findings(range), cancellation).ConfigureAwait(false);
        return Page<LogFindingRow>.Of([.. found.Where(finding => kind is null || finding.Kind == kind).Reverse().Select(LogFindingRow.Of)], offset, limit);
    }
}
